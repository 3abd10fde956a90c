"""Benchmarks of a web server: nginx on loopback, started for them.

HTTP_FILES sets the number of small files (10,000), HTTP_MIB the size of the large one (1024), ZSYNC_MIB that of the file that
is fetched by its control file (512). Peers are taken as they are found on PATH: wget, aria2c, rclone, lftp, curl, zsync.
"""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import time

import measure
import trees
from local import Row

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts")
EDITS = 64

CONFIGURATION = """
daemon off; worker_processes 2; pid {place}/pid; error_log {place}/error.log; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type application/octet-stream; keepalive_requests 100000;
  client_body_temp_path {place}/t; proxy_temp_path {place}/t; fastcgi_temp_path {place}/t; uwsgi_temp_path {place}/t;
  scgi_temp_path {place}/t;
  server {{ listen 127.0.0.1:{port}; location / {{ root {data}; autoindex on; }} }}
}}
"""


@contextlib.contextmanager
def server(place, data):
    """The URL by which a fresh nginx serves a directory."""
    root = subprocess.run([f"{SCRIPTS}/unpack-server", "nginx"], check=True, capture_output=True, text=True).stdout.strip()
    program = f"{root}/usr/sbin/nginx"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.makedirs(f"{place}/nginx")
    with open(f"{place}/nginx/conf", "w") as file:
        user = "user root;" if os.getuid() == 0 else ""
        file.write(CONFIGURATION.format(place=f"{place}/nginx", data=data, port=port, user=user))
    libraries = f"{root}/usr/lib/x86_64-linux-gnu:{root}/lib/x86_64-linux-gnu"
    process = subprocess.Popen(
        [program if os.path.exists(program) else "/usr/sbin/nginx", "-c", f"{place}/nginx/conf", "-e", f"{place}/nginx/log"],
        env={**os.environ, "LD_LIBRARY_PATH": libraries}, start_new_session=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until_listening(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_listening(port, process, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx does not listen")


def mirrors(url, names):
    """Programs that are here, and how they copy the tree below `url` into a directory that is there."""
    ways = {
        "wget -r": lambda to: ["wget", "-q", "-r", "-np", "-nH", "-P", to, "-R", "index.html*", f"{url}/tree/"],
        "aria2c -i": lambda to: ["aria2c", "-q", "--file-allocation=none", "-d", to, "-i", names],
        "rclone copy": lambda to: ["rclone", "--quiet", "copy", "--http-url", url, ":http:tree", to],
        "lftp mirror": lambda to: ["lftp", "-c", f"set net:timeout 20; mirror --parallel=8 {url}/tree/ {to}"],
    }
    return {name: way for name, way in ways.items() if shutil.which(name.split()[0])}


def list_of(tree, url, path):
    """A file of URLs as aria2c reads it: each followed by the name that it gets."""
    with open(path, "w") as file:
        for directory, _, names in os.walk(tree):
            for name in names:
                relative = os.path.relpath(os.path.join(directory, name), os.path.dirname(tree))
                file.write(f"{url}/{relative}\n  out={relative}\n")
    return path


def small_files(ferry, place, pairs):
    count = int(os.environ.get("HTTP_FILES", "10000"))
    tree = trees.make_tree(f"{place}/data/tree", count, 4096)
    with server(place, f"{place}/data") as url:
        for name, way in mirrors(url, list_of(tree, url, f"{place}/urls")).items():
            def target(side, number):
                path = f"{place}/{name.split()[0]}-{side}-{number}"
                os.makedirs(path)
                return path

            medians = measure.paired(
                lambda n: [ferry, "sync", "--fsync=none", "--no-state", f"{url}/tree/", f"{target('ferry', n)}/"],
                lambda n: way(target("peer", n)),
                pairs,
            )
            yield Row(f"{count} x 4 KiB from nginx", name, *medians, 1.0)


def large_file(ferry, place, pairs):
    size = int(os.environ.get("HTTP_MIB", "1024")) << 20
    os.mkdir(f"{place}/data")
    trees.make_file(f"{place}/data/file", size)
    with server(place, f"{place}/data") as url:
        medians = measure.paired(
            lambda _: [ferry, "sync", "-I", "--fsync=none", "--no-state", f"{url}/file", f"{place}/ferry"],
            lambda _: ["curl", "--silent", "--fail", "-o", f"{place}/curl", f"{url}/file"],
            pairs,
        )
        yield Row(f"{size >> 20} MiB from nginx", "curl -o", *medians, 0.9)


def edited_file(path, original):
    """A copy with some bytes changed, inserted or left out in places that are spread over it."""
    generator = random.Random(11)
    with open(original, "rb") as file:
        content = file.read()
    step = len(content) // EDITS
    with open(path, "wb") as file:
        for number in range(EDITS):
            piece = content[number * step : (number + 1) * step if number < EDITS - 1 else None]
            where = generator.randrange(len(piece) - 200)
            file.write(piece[:where] + generator.randbytes(generator.randrange(1, 200)))
            file.write(piece[where + generator.randrange(200) :])
    return path


def by_control_file(ferry, place, pairs):
    size = int(os.environ.get("ZSYNC_MIB", "512")) << 20
    os.mkdir(f"{place}/data")
    old = trees.make_file(f"{place}/old", size)
    edited_file(f"{place}/data/file", old)
    subprocess.run(["zsyncmake", "-o", f"{place}/data/file.zsync", "-u", "file", f"{place}/data/file"], check=True, capture_output=True)
    with server(place, f"{place}/data") as url:
        control = f"{url}/file.zsync"
        ours = [ferry, "zsync", "get", "-s", "-i", old, "-o", f"{place}/ferry", control]
        # Its progress goes to standard output, which is thrown away; -q would silence what was transferred, too.
        theirs = ["zsync", "-i", old, "-o", f"{place}/zsync", control]
        fresh = lambda words: ["sh", "-c", 'rm -f "$0" "$0.zs-old"; exec "$@"', words[words.index("-o") + 1], *words]
        medians = measure.paired(lambda _: fresh(ours), lambda _: fresh(theirs), pairs)
        yield Row(f"zsync get, {size >> 20} MiB with {EDITS} edits", "zsync", *medians, 3.0, note=fetched(ours, theirs))


def fetched(ours, theirs):
    """What each of the two fetches, in their own words."""
    for words in (ours, theirs):
        with contextlib.suppress(FileNotFoundError):
            os.remove(words[words.index("-o") + 1])
    mine = subprocess.run(ours, check=True, capture_output=True, text=True).stderr.split()
    other = subprocess.run(theirs, check=True, capture_output=True, text=True).stdout.split()
    return f"fetched {mine[mine.index('fetched') - 1]} bytes, zsync {other[other.index('fetched') + 1]}"


ALL = {"http-small": small_files, "http-large": large_file, "http-zsync": by_control_file}
