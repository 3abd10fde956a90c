"""Benchmarks of `ferry delta` beside rdiff, on pairs of files in the page cache. Results are thrown away.

DELTA_MIB sets the size of the files (256).
"""

import glob
import os
import random

import measure
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


def pairs_of_files(place):
    size = int(os.environ.get("DELTA_MIB", "256")) << 20
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
    old = random_file(f"{place}/old", int(os.environ.get("DELTA_MIB", "256")) << 20, 1)
    for format, goal, threads in (("native", 7, 1), ("native", 12, 2), ("librsync", 5, 1)):
        options = ["-f", f"--format={format}", f"--threads={threads}", "-b", str(BLOCK)]
        medians = measure.paired(
            lambda _: [ferry, "delta", *options, "signature", old, "/dev/null"],
            lambda _: ["rdiff", "-f", "-b", str(BLOCK), "signature", old, "/dev/null"],
            pairs,
        )
        yield Row(f"signature, {format}, threads: {threads}", "rdiff", *medians, goal)


ALL = {"delta-signatures": signatures, "delta-matching": deltas}
