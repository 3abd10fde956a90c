"""Benchmarks of deltas beside rdiff, zsync and rsync, on files in the page cache.

DELTA_MIB sets the sizes of the files that are made ("256 2048"). Results are thrown away where the peer can do that. Notes give
the bytes of the new file that each side's delta sends.
"""

import glob
import os
import random
import re
import shutil
import subprocess

import measure
import versions
from local import Row

BLOCK = 8192


def random_file(path, size, seed):
    generator = random.Random(seed)
    with open(path, "wb") as file:
        for _ in range(size >> 20):
            file.write(generator.randbytes(1 << 20))
    return path


def edited_file(path, original, share):
    """A copy in which one byte is changed in a share of the blocks."""
    generator = random.Random(1)
    shutil.copyfile(original, path)
    blocks = os.path.getsize(path) // BLOCK
    with open(path, "r+b") as file:
        for block in sorted(generator.sample(range(blocks), int(blocks * share))):
            position = block * BLOCK + generator.randrange(BLOCK)
            file.seek(position)
            (byte,) = file.read(1)
            file.seek(position)
            file.write(bytes([byte ^ 0x55]))
    return path


def binaries(paths, size):
    """The machine's shared libraries, the largest first, dealt out to files of at most `size` bytes."""
    libraries = sorted({os.path.realpath(path) for path in glob.glob("/usr/lib/*-linux-gnu/*.so*")}, key=os.path.getsize)
    files = [open(path, "wb") for path in paths]
    for number, library in enumerate(reversed(libraries)):
        file = files[number % len(files)]
        with open(library, "rb") as source:
            file.write(source.read(max(0, size - file.tell())))
    for file in files:
        file.close()
    return paths


def sizes():
    """In MiB, and as the table names them."""
    for mebibytes in os.environ.get("DELTA_MIB", "256 2048").split():
        yield int(mebibytes), f"{int(mebibytes)} MiB"


def pairs_of_files(place, mebibytes):
    """Kind, old file, new file, and the goal for the native format."""
    size = mebibytes << 20
    old = random_file(f"{place}/old", size, 1)
    yield "identical", old, old, 15
    yield "1 % edits", old, edited_file(f"{place}/edited", old, 0.01), 10
    yield "random", old, random_file(f"{place}/other", size, 2), 20
    first, second = binaries([f"{place}/binaries-1", f"{place}/binaries-2"], size)
    yield "unrelated binaries", first, second, 12


def literal_bytes(command):
    """How many bytes of the new file a delta sends: ferry and rdiff say so when they are asked for statistics."""
    told = subprocess.run([*command, "/dev/null"], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE).stderr.decode()
    ours, theirs = re.search(r"(\d+) literal", told), re.search(r"literal\[\d+ cmds, (\d+) bytes", told)
    return int((ours or theirs).group(1)) if ours or theirs else 0


def deltas(ferry, place, pairs):
    for mebibytes, size in sizes():
        directory = f"{place}/{mebibytes}"
        os.mkdir(directory)
        for kind, old, new, native_goal in pairs_of_files(directory, mebibytes):
            yield from delta_rows(ferry, directory, f"delta, {size}, {kind}", old, new, BLOCK, (native_goal, 5, 1.7), pairs)


def delta_rows(ferry, place, name, old, new, block, goals, pairs):
    """One thread beside rdiff, and two threads beside one. `goals`: native, librsync, two threads."""
    native_goal, librsync_goal, threads_goal = goals
    measure.run(["rdiff", "-f", "-b", str(block), "signature", old, f"{place}/rdiff.sig"])
    theirs = ["rdiff", "-f", "delta", f"{place}/rdiff.sig", new, "/dev/null"]
    their_literals = literal_bytes(["rdiff", "-f", "-s", "delta", f"{place}/rdiff.sig", new])
    for format, goal in (("native", native_goal), ("librsync", librsync_goal)):
        signature = f"{place}/{format}.sig"
        measure.run([ferry, "delta", "-f", f"--format={format}", "-b", str(block), "signature", old, signature])

        def ours(threads):
            return [ferry, "delta", "-f", f"--threads={threads}", "delta", signature, new, "/dev/null"]

        literals = literal_bytes([ferry, "delta", "-f", "-s", "delta", signature, new])
        medians = measure.paired(lambda _: ours(1), lambda _: theirs, pairs)
        note = f"literal {literals:,} and {their_literals:,}"
        yield Row(f"{name}, {format}", "rdiff", *medians, goal, note=note, by_cpu=True)
        medians = measure.paired(lambda _: ours(2), lambda _: ours(1), pairs)
        yield Row(f"{name}, {format}, 2 threads", "1 thread", *medians, threads_goal)


def signatures(ferry, place, pairs):
    for mebibytes, size in sizes():
        old = random_file(f"{place}/old-{mebibytes}", mebibytes << 20, 1)
        for format, goal in (("native", 7), ("librsync", 5)):

            def ours(threads):
                options = ["-f", f"--format={format}", f"--threads={threads}", "-b", str(BLOCK)]
                return [ferry, "delta", *options, "signature", old, "/dev/null"]

            theirs = ["rdiff", "-f", "-b", str(BLOCK), "signature", old, "/dev/null"]
            name = f"signature, {size}, {format}"
            medians = measure.paired(lambda _: ours(1), lambda _: theirs, pairs)
            yield Row(name, "rdiff", *medians, goal, by_cpu=True)
            medians = measure.paired(lambda _: ours(2), lambda _: ours(1), pairs)
            yield Row(f"{name}, 2 threads", "1 thread", *medians, 1.7)


def real_versions(ferry, place, pairs):
    """Deltas of real versions at one block size for both sides, whose literal bytes must be equal: rdiff looks at every
    position. Then what a whole run of rsync sends at the same block size."""
    for name, old, new in versions.pairs(place):
        mebibytes = os.path.getsize(new) / (1 << 20)
        yield from delta_rows(ferry, place, f"delta, {name}, {mebibytes:.0f} MiB", old, new, 2048, (None, 5, None), pairs)
        yield from version_sync(ferry, place, name, old, new, pairs)


def version_sync(ferry, place, name, old, new, pairs):
    def over_old(side, command):
        def prepare(number):
            target = f"{place}/{name}-{side}-{number}"
            shutil.copyfile(old, target)
            os.utime(target, (1, 1))
            return [*command, new, target]

        return prepare

    ours = [ferry, "sync", "--no-whole-file", "--fsync=none", "--block-size=2048"]
    theirs = ["rsync", "-a", "--no-whole-file", "--block-size=2048"]
    medians = measure.paired(over_old("ours", ours), over_old("theirs", theirs), pairs)
    yield Row(f"sync --no-whole-file, {name}", "rsync", *medians)


def control_files(ferry, place, pairs):
    """Making control files, and finding all blocks of a file in one that holds it, 777 bytes further on, or with edits."""
    for mebibytes, size in sizes():
        directory = f"{place}/{mebibytes}"
        os.mkdir(directory)
        new = random_file(f"{directory}/new", mebibytes << 20, 1)
        control = f"{directory}/new.zsync"
        medians = measure.paired(
            lambda _: [ferry, "zsync", "make", "-o", f"{directory}/ours.zsync", new],
            lambda _: ["zsyncmake", "-o", control, new],
            pairs,
        )
        yield Row(f"zsync make, {size}", "zsyncmake", *medians, by_cpu=True)
        shifted = f"{directory}/shifted"
        with open(shifted, "wb") as file, open(new, "rb") as source:
            file.write(b"x" * 777)
            shutil.copyfileobj(source, file)
        other = random_file(f"{directory}/other", mebibytes << 20, 2)
        for kind, seeds in (("identical seed", [new]), ("shifted seed", [shifted]), ("random and identical", [other, new])):
            options = [word for seed in seeds for word in ("-i", seed)]
            name = kind.replace(" ", "-")
            medians = measure.paired(
                lambda n: [ferry, "zsync", "get", "--fsync=none", *options, "-o", f"{directory}/ours-{name}-{n}", control],
                lambda n: ["zsync", "-q", *options, "-o", f"{directory}/theirs-{name}-{n}", control],
                pairs,
            )
            yield Row(f"zsync get, {size}, {kind}", "zsync", *medians, 3, by_cpu=True)
            for number in range(pairs):
                os.remove(f"{directory}/ours-{name}-{number}")
                os.remove(f"{directory}/theirs-{name}-{number}")


def syncs(ferry, place, pairs):
    """A new version of a file with 64 small edits, over the old one."""
    os.mkdir(f"{place}/source")
    size = next(sizes())[0] << 20
    old = random_file(f"{place}/old", size, 1)
    new = edited_file(f"{place}/source/file", old, 64 / (size // BLOCK))

    def over_old(side, command):
        def prepare(number):
            target = f"{place}/{side}-{number}"
            os.mkdir(target)
            shutil.copyfile(old, f"{target}/file")
            os.utime(f"{target}/file", (1, 1))
            return [*command, f"{place}/source/", f"{target}/"]

        return prepare

    for name, options in (("", []), (" --inplace", ["--inplace"])):
        ours = [ferry, "sync", "--no-whole-file", "--fsync=none", *options]
        theirs = ["rsync", "-a", "--no-whole-file", *options]
        key = len(options)
        medians = measure.paired(over_old(f"f{key}", ours), over_old(f"r{key}", theirs), pairs)
        yield Row(f"sync --no-whole-file{name}, 64 edits", "rsync", *medians, 2)
    ours = [ferry, "sync", "--no-whole-file", "--fsync=none"]
    medians = measure.paired(over_old("f-cp", ours), lambda n: ["cp", new, f"{place}/copy-{n}"], pairs)
    yield Row("sync --no-whole-file, 64 edits", "cp", *medians, 0.5)


ALL = {
    "delta-signatures": signatures,
    "delta-matching": deltas,
    "delta-versions": real_versions,
    "delta-zsync": control_files,
    "delta-sync": syncs,
}
