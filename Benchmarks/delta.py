"""Benchmarks of deltas beside rdiff, zsync and rsync, on files in the page cache.

DELTA_MIB sets the size of the files that are made (256). Results are thrown away where the peer can do that.
"""

import glob
import os
import random

import shutil

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
    with open(original, "rb") as file:
        content = bytearray(file.read())
    blocks = len(content) // BLOCK
    for block in generator.sample(range(blocks), int(blocks * share)):
        content[block * BLOCK + generator.randrange(BLOCK)] ^= 0x55
    with open(path, "wb") as file:
        file.write(content)
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


def file_size():
    return int(os.environ.get("DELTA_MIB", "256")) << 20


def pairs_of_files(place):
    size = file_size()
    old = random_file(f"{place}/old", size, 1)
    yield "identical", old, old, 15
    yield "1 % of blocks edited", old, edited_file(f"{place}/edited", old, 0.01), 10
    yield "unrelated random", old, random_file(f"{place}/other", size, 2), 20
    first, second = binaries([f"{place}/binaries-1", f"{place}/binaries-2"], size)
    yield "unrelated binaries", first, second, 12


def deltas(ferry, place, pairs):
    for name, old, new, goal in pairs_of_files(place):
        measure.run(["rdiff", "-f", "-b", str(BLOCK), "signature", old, f"{place}/rdiff.sig"])
        for format, goal, threads in (("native", goal, 1), ("native", goal * 1.7, 2), ("librsync", 5, 1)):
            one = [ferry, "delta", "-f", f"--threads={threads}"]
            signature = f"{place}/{format}.sig"
            measure.run([*one, f"--format={format}", "-b", str(BLOCK), "signature", old, signature])
            medians = measure.paired(
                lambda _: [*one, "delta", signature, new, "/dev/null"],
                lambda _: ["rdiff", "-f", "delta", f"{place}/rdiff.sig", new, "/dev/null"],
                pairs,
            )
            yield Row(f"delta, {name}, {format}, threads: {threads}", "rdiff", *medians, goal)


def signatures(ferry, place, pairs):
    old = random_file(f"{place}/old", file_size(), 1)
    for format, goal, threads in (("native", 7, 1), ("native", 12, 2), ("librsync", 5, 1)):
        options = ["-f", f"--format={format}", f"--threads={threads}", "-b", str(BLOCK)]
        medians = measure.paired(
            lambda _: [ferry, "delta", *options, "signature", old, "/dev/null"],
            lambda _: ["rdiff", "-f", "-b", str(BLOCK), "signature", old, "/dev/null"],
            pairs,
        )
        yield Row(f"signature, {format}, threads: {threads}", "rdiff", *medians, goal)


def real_versions(ferry, place, pairs):
    """Signature and delta, at rdiff's block size for both; the sizes of the deltas are noted: ferry's, rdiff's."""
    for name, old, new in versions.pairs(place):
        for format in ("native", "librsync"):
            ours = [ferry, "delta", "-f", "--threads=1", "-b", "2048", f"--format={format}"]
            theirs = ["rdiff", "-f", "-b", "2048"]
            both = []
            for command, side in ((ours, "ours"), (theirs, "theirs")):
                measure.run([*command, "signature", old, f"{place}/{side}.sig"])
                measure.run([*command, "delta", f"{place}/{side}.sig", new, f"{place}/{side}.delta"])
                both.append(os.path.getsize(f"{place}/{side}.delta"))
            medians = measure.paired(
                lambda _: [*ours, "delta", f"{place}/ours.sig", new, "/dev/null"],
                lambda _: [*theirs, "delta", f"{place}/theirs.sig", new, "/dev/null"],
                pairs,
            )
            note = f"{both[0]:,} and {both[1]:,} bytes of delta"
            yield Row(f"delta, {name}, {format}", "rdiff", *medians, 5 if format == "librsync" else None, note=note)


def control_files(ferry, place, pairs):
    """Making control files, and finding all blocks of a file in one that holds it 777 bytes further on."""
    new = random_file(f"{place}/new", file_size(), 1)
    medians = measure.paired(
        lambda _: [ferry, "zsync", "make", "-o", f"{place}/ours.zsync", new],
        lambda _: ["zsyncmake", "-o", f"{place}/theirs.zsync", new],
        pairs,
    )
    yield Row("zsync make", "zsyncmake", *medians)
    seed = f"{place}/seed"
    with open(seed, "wb") as file, open(new, "rb") as source:
        file.write(b"x" * 777)
        shutil.copyfileobj(source, file)
    for name, found in (("identical", new), ("shifted", seed)):
        medians = measure.paired(
            lambda n: [ferry, "zsync", "get", "-i", found, "-o", f"{place}/ours-{name}-{n}", f"{place}/theirs.zsync"],
            lambda n: ["zsync", "-q", "-i", found, "-o", f"{place}/theirs-{name}-{n}", f"{place}/theirs.zsync"],
            pairs,
        )
        yield Row(f"zsync get, {name} seed", "zsync", *medians, 3)


def syncs(ferry, place, pairs):
    """A new version of a file with 64 small edits, over the old one."""
    os.mkdir(f"{place}/source")
    old = random_file(f"{place}/old", file_size(), 1)
    new = edited_file(f"{place}/source/file", old, 64 / (file_size() // BLOCK))

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
