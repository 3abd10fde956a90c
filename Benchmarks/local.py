"""Benchmarks of local trees. Each yields rows: what was measured, the two medians, and the goal."""

import os
import shutil
from dataclasses import dataclass
from typing import Optional

import measure
import trees


@dataclass
class Row:
    """One line of the table. `goal` is the least ratio of wall times, the peer's by ferry's, or of CPU times (`by_cpu`)."""

    work: str
    peer: str
    ferry_run: measure.Run
    peer_run: measure.Run
    goal: Optional[float] = None
    memory_goal: Optional[int] = None
    note: str = ""
    by_cpu: bool = False


def first_copy(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 20_000, 4096)
    for workers, goal in ((2, 2.2), (1, 1.4)):
        options = ["--fsync=none", f"--parallel={workers}"]
        medians = measure.paired(
            lambda n: [ferry, "sync", *options, f"{source}/", f"{place}/ferry-{workers}-{n}/"],
            lambda n: ["rsync", "-a", f"{source}/", f"{place}/rsync-{workers}-{n}/"],
            pairs,
        )
        yield Row(f"first copy, 20,000 x 4 KiB, {workers} workers", "rsync -a", *medians, goal)
    medians = measure.paired(
        lambda n: [ferry, "sync", f"{source}/", f"{place}/ferry-batch-{n}/"],
        lambda n: ["rsync", "-a", "--fsync", f"{source}/", f"{place}/rsync-fsync-{n}/"],
        1,
    )
    yield Row("the same, safe against power loss", "rsync -a --fsync", *medians)


def no_op(ferry, place, pairs):
    for files, size in ((20_000, 4096), (200_000, 0)):
        source = trees.make_tree(f"{place}/source-{files}", files, size)
        target = f"{place}/target-{files}"
        measure.run(["rsync", "-a", f"{source}/", f"{target}/"])
        medians = measure.paired(
            lambda _: [ferry, "sync", f"{source}/", f"{target}/"],
            lambda _: ["rsync", "-a", f"{source}/", f"{target}/"],
            pairs,
        )
        yield Row(f"no-op, {files:,} files", "rsync -a", *medians, 2.5)


def checksum(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 20_000, 4096)
    measure.run(["rsync", "-a", f"{source}/", f"{place}/target/"])
    medians = measure.paired(
        lambda _: [ferry, "sync", "-c", f"{source}/", f"{place}/target/"],
        lambda _: ["rsync", "-ac", f"{source}/", f"{place}/target/"],
        pairs,
    )
    yield Row("-c, 20,000 x 4 KiB unchanged", "rsync -ac", *medians, 4)


def large_file(ferry, place, pairs):
    source = trees.make_file(f"{place}/source", 2 << 30)

    def target(program, number):
        # The disk holds two rounds; files of the round before the last are long written.
        old = f"{place}/{program}-{number - 2}"
        if os.path.exists(old):
            os.unlink(old)
        return f"{place}/{program}-{number}"

    medians = measure.paired(
        lambda n: [ferry, "sync", "--fsync=none", source, target("ferry", n)],
        lambda n: ["cp", source, target("cp", n)],
        pairs,
    )
    yield Row("2 GiB file", "cp", *medians, 0.9)


def walk(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 200_000, 0)
    os.mkdir(f"{place}/empty")
    for work, command in (
        ("walk 200,000: list -r", [ferry, "list", "-r", source]),
        ("walk 200,000: sync -n", [ferry, "sync", "-n", f"{source}/", f"{place}/empty/"]),
    ):
        medians = measure.paired(
            lambda _: command, lambda _: ["rsync", "-an", f"{source}/", f"{place}/empty/"], pairs
        )
        yield Row(work, "rsync -an", *medians, 2.5)


def memory(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 1_000_000, 0, per_directory=1000)
    os.mkdir(f"{place}/empty")
    medians = measure.paired(
        lambda _: [ferry, "sync", "-n", f"{source}/", f"{place}/empty/"],
        lambda _: ["rsync", "-an", f"{source}/", f"{place}/empty/"],
        1,
    )
    yield Row("memory, 1,000,000 files", "rsync -an", *medians, memory_goal=40 << 20)


def start_up(ferry, place, pairs):
    medians = measure.paired(lambda _: [ferry, "--version"], lambda _: ["rsync", "--version"], 200, settle=False)
    yield Row("start-up of --version", "rsync", *medians)


def others(ferry, place, pairs):
    """The same work by rclone and cp, for those who know these."""
    source = trees.make_tree(f"{place}/source", 20_000, 4096)
    for peer, goal, command in (
        ("cp -a", None, lambda n: ["cp", "-a", source, f"{place}/cp-{n}"]),
        ("rclone sync", None, lambda n: ["rclone", "sync", "--quiet", source, f"{place}/rclone-{n}"]),
    ):
        name = peer.split()[0]
        medians = measure.paired(
            lambda n: [ferry, "sync", "--fsync=none", f"{source}/", f"{place}/ferry-{name}-{n}/"], command, pairs
        )
        yield Row("first copy, 20,000 x 4 KiB", peer, *medians, goal)


ALL = {
    "start-up": start_up,
    "first-copy": first_copy,
    "no-op": no_op,
    "checksum": checksum,
    "walk": walk,
    "large-file": large_file,
    "memory": memory,
    "others": others,
}


def rows(name, benchmark, ferry, place, pairs):
    """Runs one benchmark in a directory of its own, which it removes only afterwards."""
    directory = f"{place}/{name}"
    os.mkdir(directory)
    try:
        yield from benchmark(ferry, directory, pairs)
    finally:
        shutil.rmtree(directory)
