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

import ftp
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


@contextlib.contextmanager
def far_server(place, round_trip):
    """The ssh command that reaches a fresh sshd over a link of that many seconds."""
    with server(place) as shell:
        configuration = shell.split()[-1]
        with open(configuration) as file:
            lines = file.read().splitlines()
        port = int(next(line.split()[1] for line in lines if line.startswith("Port ")))
        late, _ = ftp.free_ports()
        with open(f"{configuration}-far", "w") as file:
            file.write("\n".join(f"Port {late}" if line.startswith("Port ") else line for line in lines) + "\n")
        relayed = f"127.0.0.1:{late}=127.0.0.1:{port}"
        relay = ftp.start(["python3", f"{HERE}/delay.py", str(round_trip / 2 * 1000), relayed])
        try:
            ftp.wait_until_listening("127.0.0.1", late)
            yield f"{shell}-far"
        finally:
            relay.kill()
            relay.wait()


def ways(ferry, shell):
    """How ferry reaches the server: the name of the way, and the beginning of the command."""
    common = [ferry, "sync", f"--rsh={shell}", "--no-state", "--fsync=none", "--verify=none"]
    yield "SFTP", [*common, "--agent=never"]
    yield "agent", [*common, f"--agent={ferry}"]


def with_cipher(shell, cipher):
    return f"{shell} -c {cipher}" if cipher else shell


def rclone(shell):
    """The beginning of an rclone command; `:sftp:PATH` is the server. It has its own ssh, so it is told what ssh reads."""
    with open(shell.split()[2]) as file:
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
    return ["sftp", "-q", "-F", *shell.split()[2:], "-b", batch, "server"]


def large_file(ferry, place, pairs, cipher=None):
    """A large file up and down; with a cipher, beside ssh and sftp only."""
    size = int(os.environ.get("SSH_MIB", "256")) << 20
    source = trees.make_file(f"{place}/source", size)
    with server(place) as plain:
        shell = with_cipher(plain, cipher)
        for way, begin in ways(ferry, shell):
            to = f"{place}/{way}"
            os.mkdir(to)
            up = lambda n: [*begin, "-I", source, f"server:{to}/ferry"]
            down = lambda n: [*begin, "-I", f"server:{source}", f"{to}/ferry-down"]
            peers = [
                ("ssh 'cat > file'", up, ["sh", "-c", f"{shell} server 'cat > {to}/cat' < {source}"]),
                ("sftp put", up, sftp(shell, to, f"put {source} {to}/sftp")),
                ("ssh cat", down, ["sh", "-c", f"{shell} server 'cat {source}' > {to}/cat-down"]),
                ("sftp get", down, sftp(shell, to, f"get {source} {to}/sftp-down")),
            ]
            if not cipher:
                peers += [
                    ("rsync -W", up, ["rsync", "-aWI", "-e", shell, source, f"server:{to}/rsync"]),
                    ("rclone copyto", up, [*rclone(shell), "copyto", "-I", source, f":sftp:{to}/rclone"]),
                    ("rsync -W", down, ["rsync", "-aWI", "-e", shell, f"server:{source}", f"{to}/rsync-down"]),
                    ("rclone copyto", down, [*rclone(shell), "copyto", "-I", f":sftp:{source}", f"{to}/rclone-down"]),
                ]
            for name, ours, theirs in peers:
                goal = (0.8 if cipher else 0.95) if "cat" in name else None
                direction = "up" if ours is up else "down"
                medians = measure.paired(ours, lambda _: theirs, pairs)
                work = f"{size >> 20} MiB {direction}, {way}" + (f", {cipher.split('@')[0]}" if cipher else "")
                yield Row(work, name, *medians, goal)


def large_file_gcm(ferry, place, pairs):
    yield from large_file(ferry, place, pairs, "aes128-gcm@openssh.com")


def trees_both_ways(ferry, place, pairs, source, shell, work, goal):
    """A tree up and down, into fresh places. `work` is what the row says; `{}` becomes the direction."""
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
            yield Row(f"{work.format(direction)}, {way}", "rsync -a", *medians, goal)


def small_files(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 2000, 10_240)
    with server(place) as shell:
        yield from trees_both_ways(ferry, place, pairs, source, shell, "2,000 x 10 KiB {}", 1.7)


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


def compressed(ferry, place, pairs):
    """A tree of text, compressed on the way."""
    source = trees.make_text_tree(f"{place}/source", 2000, 10_240)
    with server(place) as shell:
        _, begin = list(ways(ferry, shell))[1]
        medians = measure.paired(
            lambda n: [*begin, "-z", f"{source}/", f"server:{place}/ferry-{n}"],
            lambda n: ["rsync", "-az", "-e", shell, f"{source}/", f"server:{place}/rsync-{n}"],
            pairs,
        )
        yield Row("2,000 x 10 KiB of text up, agent, -z", "rsync -az", *medians, 1.0)


def far_small_files(ferry, place, pairs):
    """Small files over a link of 50 ms."""
    source = trees.make_tree(f"{place}/source", 500, 10_240)
    with far_server(place, 0.05) as shell:
        yield from trees_both_ways(ferry, place, pairs, source, shell, "500 x 10 KiB {} at 50 ms", 1.0)


def far_file(ferry, place, pairs):
    """A file of 64 MiB over a link of 50 ms."""
    source = trees.make_file(f"{place}/source", 64 << 20)
    with far_server(place, 0.05) as shell:
        for way, begin in ways(ferry, shell):
            to = f"{place}/{way}"
            os.mkdir(to)
            for direction, ours, theirs in (
                ("up", [source, f"server:{to}/ferry"], f"put {source} {to}/sftp"),
                ("down", [f"server:{source}", f"{to}/ferry-down"], f"get {source} {to}/sftp-down"),
            ):
                peer = sftp(shell, to, theirs)
                medians = measure.paired(lambda _: [*begin, "-I", *ours], lambda _: peer, pairs)
                yield Row(f"64 MiB {direction} at 50 ms, {way}", f"sftp {theirs[:3]}", *medians, None)


def far_listing(ferry, place, pairs):
    """100,000 entries listed over a link of 50 ms."""
    source = trees.make_tree(f"{place}/source", 100_000, 0)
    with far_server(place, 0.05) as shell:
        for agent in ("never", ferry):
            listing = [ferry, "list", "-r", f"--rsh={shell}", f"--agent={agent}", f"server:{source}"]
            medians = measure.paired(
                lambda _: listing, lambda _: ["rsync", "-r", "--list-only", "-e", shell, f"server:{source}/"], pairs
            )
            way = "SFTP" if agent == "never" else "agent"
            yield Row(f"list of 100,000 entries at 50 ms, {way}", "rsync --list-only", *medians, None)


def make_bushy_tree(root):
    """1,500 files of 4 KiB in 315 directories, three levels deep."""
    generator = random.Random(1500)
    directories = [f"{root}/a{one:02}" for one in range(15)]
    directories += [f"{above}/b{two}" for above in directories[:15] for two in range(4)]
    directories += [f"{above}/c{three}" for above in directories[15:] for three in range(4)]
    for directory in directories:
        os.makedirs(directory, exist_ok=True)
    for number in range(1500):
        trees.write(f"{directories[number % 315]}/file-{number:04}", generator.randbytes(4096))
    return root


def for_each_entry(tree, change):
    """Directories come after what is in them."""
    for directory, _, names in os.walk(tree, topdown=False):
        for name in names:
            change(f"{directory}/{name}")
        change(directory)


def far_tree(ferry, place, pairs):
    """What latency costs, in a tree of many directories: everything that a run may have to do, over a link of 50 ms."""
    source = make_bushy_tree(f"{place}/source")
    with far_server(place, 0.05) as shell:
        for way, begin in ways(ferry, shell):
            # Each side has a tree of its own here and there, which the rows change one after another.
            here = {side: f"{place}/{way}-{side}-here" for side in ("ferry", "rsync")}
            there = {side: f"{place}/{way}-{side}-there" for side in here}
            for tree in here.values():
                measure.run(["cp", "-a", source, tree])

            def pair(work, change=lambda _, number: None, up=True, fresh=False):
                def command(side, number):
                    change(here[side], number)
                    local, far = here[side], there[side]
                    if fresh and up:
                        far = f"{far}-{number}"
                    elif fresh:
                        local = f"{local}-{number}"
                    ends = [f"{local}/", f"server:{far}"] if up else [f"server:{far}/", local]
                    return [*(begin if side == "ferry" else ["rsync", "-a", "-e", shell]), *ends]

                medians = measure.paired(lambda n: command("ferry", n), lambda n: command("rsync", n), pairs)
                return Row(f"1,500 files, 50 ms: {work}, {way}", "rsync -a", *medians, None)

            yield pair("upload", fresh=True)
            for side in here:
                measure.run(["cp", "-a", here[side], there[side]])
            yield pair("no-op")
            touch = lambda path, number: os.utime(path, (trees.TIME, trees.TIME + 60 * (number + 1)))
            yield pair("touched", lambda tree, number: for_each_entry(tree, lambda path: touch(path, number)))
            flip = lambda path: os.chmod(path, os.stat(path).st_mode ^ 0o004)
            yield pair("chmod", lambda tree, _: for_each_entry(tree, flip))
            yield pair("download", up=False, fresh=True)
            yield from far_tree_alone(ferry, place, pairs, way, shell, source)


def far_tree_alone(ferry, place, pairs, way, shell, source):
    """Removing, and manifests; rsync's removal is a sync of an empty directory, and it has no manifests but -c."""
    reach = [f"--rsh={shell}", f"--agent={'never' if way == 'SFTP' else ferry}"]
    os.makedirs(f"{place}/nothing", exist_ok=True)

    def copied(side, number):
        measure.run(["cp", "-a", source, f"{place}/{way}-remove-{side}-{number}"])
        return f"server:{place}/{way}-remove-{side}-{number}"

    medians = measure.paired(
        lambda n: [ferry, "remove", "-r", *reach, copied("ferry", n)],
        lambda n: ["rsync", "-a", "--delete", "-e", shell, f"{place}/nothing/", copied("rsync", n)],
        pairs,
    )
    yield Row(f"1,500 files, 50 ms: remove -r, {way}", "rsync --delete", *medians, None)
    manifest = f"{place}/{way}-manifest"
    for step, words in (("create", ["-o", manifest]), ("verify", [manifest])):
        medians = measure.paired(
            lambda _: [ferry, "manifest", step, *reach, "--no-state", *words, f"server:{source}"],
            lambda _: ["rsync", "-anc", "-e", shell, f"{source}/", f"server:{source}/"],
            pairs,
        )
        yield Row(f"1,500 files, 50 ms: manifest {step}, {way}", "rsync -anc", *medians, None)


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
    "ssh-gcm-large-file": large_file_gcm,
    "ssh-small-files": small_files,
    "ssh-no-op": no_op,
    "ssh-compressed": compressed,
    "ssh-edited": edited,
    "ssh-far-small-files": far_small_files,
    "ssh-far-file": far_file,
    "ssh-far-listing": far_listing,
    "ssh-far-tree": far_tree,
}
