"""Paired runs of two programs: medians of wall time, CPU time and peak memory."""

import os
import statistics
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Run:
    """One run: seconds of wall time and of CPU time of all its processes, and peak memory of the largest in bytes."""

    wall: float
    user: float
    system: float
    memory: int

    @property
    def cpu(self):
        return self.user + self.system


def run(command):
    """Runs a command to its end with its output thrown away. Raises when it fails."""
    null = os.open(os.devnull, os.O_WRONLY)
    with tempfile.NamedTemporaryFile("r") as memory:
        # The memory that a child inherits when it is forked counts as its own peak, so a small program forks it.
        wrapped = ["time", "--format=%M", f"--output={memory.name}", *command]
        start = time.perf_counter()
        child = os.posix_spawnp("time", wrapped, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - start
        os.close(null)
        if status != 0:
            raise RuntimeError(f"status {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
        return Run(wall, usage.ru_utime, usage.ru_stime, int(memory.read().split()[-1]) << 10)


def median(runs):
    """The median of each figure by itself."""
    return Run(*(statistics.median(getattr(run, field) for run in runs) for field in Run.__annotations__))


def paired(ferry, peer, pairs, settle=True):
    """Runs both in turn `pairs` times and returns their medians. Each is a function from the pair's number to a command.

    Before each run what earlier ones wrote goes to disk, such that nobody pays for another's writes.
    """
    runs = ([], [])
    for number in range(pairs):
        # Whoever goes first alternates.
        for side in ((0, 1), (1, 0))[number % 2]:
            command = (ferry, peer)[side](number)
            if settle:
                os.sync()
            runs[side].append(run(command))
    return median(runs[0]), median(runs[1])
