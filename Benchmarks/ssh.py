"""Benchmarks over ssh to an sshd on loopback, beside ssh itself, sftp, rsync and rclone. Connecting is part of each run.

SSH_MIB sets the size of the large file (256). ferry uses SFTP, and its agent where the row says so; it verifies nothing that
its peers do not.
"""

import contextlib
import getpass
import os
import random
import shutil
import signal
import subprocess

import measure
import trees
from local import Row

HERE = os.path.dirname(os.path.abspath(__file__))


@contextlib.contextmanager
def server(place):
    """The ssh command that reaches a fresh sshd, as text."""
    directory = f"{place}/sshd"
    os.mkdir(directory)
    started = subprocess.run(
        [f"{HERE}/../scripts/loopback-sshd", directory], check=True, capture_output=True, text=True
    )
    try:
        yield f"ssh -F {directory}/ssh_config"
    finally:
        os.kill(int(started.stdout), signal.SIGTERM)


def ways(ferry, shell):
    """How ferry reaches the server: the name of the way, and the beginning of the command."""
    common = [ferry, "sync", f"--rsh={shell}", "--no-state", "--fsync=none", "--verify=none"]
    yield "SFTP", [*common, "--agent=never"]
    yield "agent", [*common, f"--agent={ferry}"]


def rclone(shell):
    """The beginning of an rclone command; `:sftp:PATH` is the server. It has its own ssh, so it is told what ssh reads."""
    with open(shell.split()[-1]) as file:
        settings = dict(line.split() for line in file)
    return [
        "rclone", "--quiet", f"--sftp-host={settings['HostName']}", f"--sftp-port={settings['Port']}",
        f"--sftp-user={getpass.getuser()}", f"--sftp-key-file={settings['IdentityFile']}",
    ]  # fmt: skip


def sftp(shell, place, *lines):
    """An sftp command that carries out these lines."""
    batch = f"{place}/batch-{abs(hash(lines))}"
    with open(batch, "w") as file:
        file.write("\n".join(lines) + "\n")
    return ["sftp", "-q", "-F", shell.split()[-1], "-b", batch, "server"]


def large_file(ferry, place, pairs):
    size = int(os.environ.get("SSH_MIB", "256")) << 20
    source = trees.make_file(f"{place}/source", size)
    with server(place) as shell:
        for way, begin in ways(ferry, shell):
            to = f"{place}/{way}"
            os.mkdir(to)
            up = lambda n: [*begin, "-I", source, f"server:{to}/ferry"]
            down = lambda n: [*begin, "-I", f"server:{source}", f"{to}/ferry-down"]
            peers = (
                ("ssh 'cat > file'", up, ["sh", "-c", f"{shell} server 'cat > {to}/cat' < {source}"]),
                ("sftp put", up, sftp(shell, to, f"put {source} {to}/sftp")),
                ("rsync -W", up, ["rsync", "-aWI", "-e", shell, source, f"server:{to}/rsync"]),
                ("rclone copyto", up, [*rclone(shell), "copyto", "-I", source, f":sftp:{to}/rclone"]),
                ("ssh cat", down, ["sh", "-c", f"{shell} server 'cat {source}' > {to}/cat-down"]),
                ("sftp get", down, sftp(shell, to, f"get {source} {to}/sftp-down")),
                ("rsync -W", down, ["rsync", "-aWI", "-e", shell, f"server:{source}", f"{to}/rsync-down"]),
                ("rclone copyto", down, [*rclone(shell), "copyto", "-I", f":sftp:{source}", f"{to}/rclone-down"]),
            )
            for name, ours, theirs in peers:
                goal = 0.95 if "cat" in name else None
                direction = "up" if ours is up else "down"
                medians = measure.paired(ours, lambda _: theirs, pairs)
                yield Row(f"{size >> 20} MiB {direction}, {way}", name, *medians, goal)


def small_files(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 2000, 10_240)
    with server(place) as shell:
        for way, begin in ways(ferry, shell):
            for direction in ("up", "down"):
                def target(name, number):
                    path = f"{place}/{way}-{direction}-{name}-{number}"
                    return f"server:{path}" if direction == "up" else path

                origin = f"{source}/" if direction == "up" else f"server:{source}/"
                medians = measure.paired(
                    lambda n: [*begin, origin, target("ferry", n)],
                    lambda n: ["rsync", "-a", "-e", shell, origin, target("rsync", n)],
                    pairs,
                )
                yield Row(f"2,000 x 10 KiB {direction}, {way}", "rsync -a", *medians, 1.7)


def no_op(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 20_000, 100)
    shutil.copytree(source, f"{place}/target", symlinks=True)
    measure.run(["rsync", "-a", f"{source}/", f"{place}/target/"])
    with server(place) as shell:
        for way, begin in ways(ferry, shell):
            medians = measure.paired(
                lambda _: [*begin, f"{source}/", f"server:{place}/target"],
                lambda _: ["rsync", "-a", "-e", shell, f"{source}/", f"server:{place}/target/"],
                pairs,
            )
            yield Row(f"no-op, 20,000 files, {way}", "rsync -a", *medians, 1.0 if way == "agent" else 0.5)


def edited(ferry, place, pairs):
    """A large file with 64 edits, sent again."""
    size = int(os.environ.get("SSH_MIB", "256")) << 20
    source = trees.make_file(f"{place}/source", size)
    with server(place) as shell:
        for way, begin in ways(ferry, shell):
            begin = [word for word in begin if word not in ("--no-state", "--verify=none")]
            begin = ["env", f"XDG_STATE_HOME={place}/state", *begin]
            to = f"{place}/{way}"
            os.mkdir(to)
            generator = random.Random(7)

            def edit(name):
                with open(f"{place}/{name}", "r+b") as file:
                    for _ in range(64):
                        file.seek(generator.randrange(size))
                        file.write(generator.randbytes(16))
                return f"{place}/{name}"

            for name in ("ours", "theirs"):
                shutil.copy(source, f"{place}/{name}")
            measure.run([*begin, f"{place}/ours", f"server:{to}/ours"])
            measure.run(["rsync", "-a", "-e", shell, f"{place}/theirs", f"server:{to}/theirs"])
            medians = measure.paired(
                lambda _: [*begin, "-I", edit("ours"), f"server:{to}/ours"],
                lambda _: ["rsync", "-aI", "-e", shell, edit("theirs"), f"server:{to}/theirs"],
                pairs,
            )
            yield Row(f"{size >> 20} MiB with 64 edits, {way}, confirmed", "rsync -a", *medians, 1.0)


ALL = {
    "ssh-large-file": large_file,
    "ssh-small-files": small_files,
    "ssh-no-op": no_op,
    "ssh-edited": edited,
}
