"""Makes the trees of the benchmarks: the same names, sizes and bytes on each machine."""

import os
import random
import sys

TIME = 1_600_000_000


def make_tree(root, files, size, per_directory=100):
    """Writes `files` files of `size` bytes each, some levels deep, and returns the root. Times are fixed, content is not equal."""
    generator = random.Random(files)
    os.makedirs(root)
    for start in range(0, files, per_directory):
        number = start // per_directory
        directory = os.path.join(root, f"part-{number // 50:03}", f"group-{number % 50:02}")
        os.makedirs(directory)
        for index in range(start, min(start + per_directory, files)):
            path = os.path.join(directory, f"record-{index:07}.dat")
            write(path, generator.randbytes(size) if size else b"")
    return root


def make_text_tree(root, files, size):
    """As `make_tree`, of words."""
    words = [bytes(random.Random(seed).choices(b"abcdefghijklmnopqrstuvwxyz", k=3 + seed % 9)) for seed in range(2000)]
    make_tree(root, files, 0)
    generator = random.Random(files)
    for directory, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            path = os.path.join(directory, name)
            with open(path, "wb") as file:
                file.write(b" ".join(generator.choices(words, k=size // 4))[:size])
            os.utime(path, (TIME, TIME))
    return root


def make_file(path, size):
    """Writes one file of `size` bytes that cannot be compressed."""
    generator = random.Random(size)
    block = generator.randbytes(1 << 20)
    with open(path, "wb") as file:
        for number in range(size >> 20):
            file.write(number.to_bytes(8, "big") + block[8:])
    os.utime(path, (TIME, TIME))
    return path


def write(path, content):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    if content:
        os.write(descriptor, content)
    os.close(descriptor)
    os.utime(path, (TIME, TIME))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: trees.py ROOT FILES BYTES")
    make_tree(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
