"""Benchmarks over FTP to proftpd on loopback, beside lftp and rclone with their default settings, near and far away.

FTP_FILES sets how many small files there are (1000). Connecting is part of each run. Everybody keeps times.
"""

import contextlib
import os
import signal
import socket
import subprocess
import time

import measure
import trees
from local import Row

HERE = os.path.dirname(os.path.abspath(__file__))
LOGIN = ("u", "pw")
# Ports for files; enough for the connections of one program and those that are still closing.
PASSIVE_PORTS = 400


@contextlib.contextmanager
def server(place, milliseconds):
    """The address of a fresh server, as far away as a round trip of that length."""
    port, first = free_ports()
    last = first + PASSIVE_PORTS - 1
    relayed = [port, *range(first, last + 1)]
    commands = [
        [f"{HERE}/../scripts/serve-proftpd", place, str(port), str(first), str(last)],
        ["python3", f"{HERE}/delay.py", str(milliseconds / 2)]
        + [f"127.0.0.2:{number}=127.0.0.1:{number}" for number in relayed],
    ]
    children = [start(command) for command in commands]
    try:
        for host in ("127.0.0.1", "127.0.0.2"):
            wait_until_listening(host, port)
        yield f"127.0.0.2:{port}"
    finally:
        for child in children:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def start(command):
    """A server in a session of its own, whose words nobody needs."""
    null = subprocess.DEVNULL
    return subprocess.Popen(command, start_new_session=True, stdin=null, stdout=null, stderr=null)


def free_ports():
    """A free port, and the first of a range that should be."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return port, 20_000 + port % 10_000


def wait_until_listening(host, port, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {host}:{port}")


def ferry_command(ferry, address, up, source, target):
    url = lambda path: f"ftp://{LOGIN[0]}@{address}/{path}"
    begin = ["env", f"FERRY_FTP_PASSWORD={LOGIN[1]}", ferry, "sync", "--no-state", "--ftp-tls=none"]
    return [*begin, f"{source}/", url(target)] if up else [*begin, url(source) + "/", target]


def lftp(address, up, source, target):
    mirror = f"mirror -R {source} {target}" if up else f"mirror {source} {target}"
    return ["lftp", "-c", f"open -u {','.join(LOGIN)} ftp://{address}; {mirror}"]


def rclone(address, up, source, target):
    host, port = address.split(":")
    secret = subprocess.run(["rclone", "obscure", LOGIN[1]], check=True, capture_output=True, text=True).stdout.strip()
    remote = lambda path: f":ftp,host={host},port={port},user={LOGIN[0]},pass={secret}:{path}"
    places = [source, remote(target)] if up else [remote(source), target]
    return ["rclone", "--quiet", "copy", *places]


def small_files(ferry, place, pairs, milliseconds, goal):
    count = int(os.environ.get("FTP_FILES", "1000"))
    source = trees.make_tree(f"{place}/source", count, 4096)
    os.mkdir(f"{place}/server")
    with server(f"{place}/server", milliseconds) as address:
        measure.run(["cp", "-a", source, f"{place}/server/data/origin"])
        for up in (True, False):
            for name, peer in (("lftp mirror", lftp), ("rclone copy", rclone)):
                def target(program, number):
                    path = f"{name[:2]}-{program}-{number}"
                    return path if up else f"{place}/{path}"

                origin = source if up else "origin"
                medians = measure.paired(
                    lambda n: ferry_command(ferry, address, up, origin, target("ferry", n)),
                    lambda n: peer(address, up, origin, target("peer", n)),
                    pairs,
                )
                distance = f" at {milliseconds} ms" if milliseconds else ""
                yield Row(f"{count:,} x 4 KiB {'up' if up else 'down'}{distance}", name, *medians, goal)


ALL = {
    "ftp-small-files": lambda *run: small_files(*run, milliseconds=0, goal=1.0),
    "ftp-far-files": lambda ferry, place, pairs: small_files(ferry, place, min(pairs, 2), milliseconds=50, goal=5.0),
}
