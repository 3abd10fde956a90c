"""Benchmarks of an object store: a Ceph gateway with its data in memory, on loopback, started for them.

Peers are taken as they are found on PATH: s5cmd, rclone, s3cmd. Each row is the same work by ferry and by one of them.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager

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
        [f"{SCRIPTS}/serve-radosgw", f"{place}/store", str(port)], start_new_session=True, stdin=subprocess.DEVNULL
    )
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


def peers(host):
    """Programs that are here: name, how they copy a local directory up and a prefix down, and how they remove a prefix."""
    s3cmd = [
        "s3cmd", f"--host={host}", f"--host-bucket={host}", "--no-ssl", f"--access_key={ACCESS}",
        f"--secret_key={SECRET}", "--quiet", "--config=/dev/null",
    ]  # fmt: skip
    s5cmd = ["s5cmd", "--log=error"]
    rclone = ["rclone", "--quiet"]
    programs = {
        "s5cmd": (
            lambda source, prefix: [*s5cmd, "sync", f"{source}/", f"s3://bench/{prefix}/"],
            lambda prefix, target: [*s5cmd, "cp", f"s3://bench/{prefix}/*", f"{target}/"],
        ),
        "rclone": (
            lambda source, prefix: [*rclone, "copy", source, f"store:bench/{prefix}"],
            lambda prefix, target: [*rclone, "copy", f"store:bench/{prefix}", target],
        ),
        "rclone, tuned": (
            lambda source, prefix: [*rclone, "copy", *TUNED, source, f"store:bench/{prefix}"],
            lambda prefix, target: [*rclone, "copy", *TUNED, f"store:bench/{prefix}", target],
        ),
        "s3cmd": (
            lambda source, prefix: [*s3cmd, "sync", f"{source}/", f"s3://bench/{prefix}/"],
            lambda prefix, target: [*s3cmd, "sync", f"s3://bench/{prefix}/", f"{target}/"],
        ),
    }
    return {name: way for name, way in programs.items() if shutil.which(name.split(",")[0])}


def rows_of(work, ferry, source, name, up, down, place, pairs):
    """Up, up again unchanged, and down."""
    sides = (
        lambda prefix: [ferry, "sync", f"{source}/", f"s3://bench/{prefix}/"],
        lambda prefix: up(source, prefix),
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
        lambda n: down(f"{prefix}-f0", f"{target}-p{n}"),
        pairs,
    )
    yield Row(f"{work}, down", name, *medians)


def small_objects(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", int(os.environ.get("FILES", "5000")), 4096)
    with store(place) as host:
        for name, (up, down) in peers(host).items():
            yield from rows_of("4 KiB objects", ferry, source, name, up, down, place, pairs)


def large_object(ferry, place, pairs):
    os.mkdir(f"{place}/source")
    trees.make_file(f"{place}/source/file", int(os.environ.get("MIB", "256")) << 20)
    with store(place) as host:
        for name, (up, down) in peers(host).items():
            yield from rows_of("a large object", ferry, f"{place}/source", name, up, down, place, pairs)


ALL = {"s3-small": small_objects, "s3-large": large_object}
