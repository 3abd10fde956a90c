"""Benchmarks of digests and manifests, in the page cache, beside the programs that people use for them."""

import os

import measure
import trees
from local import Row


def tree(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 20_000, 4096)
    # Without state: every run reads every byte, as the others do.
    create = lambda _: [ferry, "manifest", "create", "--no-state", source, "-o", f"{place}/ferry.manifest"]
    for peer, goal, command in (
        ("hashdeep", 2.5, ["hashdeep", "-c", "sha256", "-r", source]),
        ("xargs -P2 sha256sum", 1, ["sh", "-c", f"find {source} -type f -print0 | xargs -0 -P2 -n 500 sha256sum"]),
        ("rclone hashsum", None, ["rclone", "hashsum", "sha256", source]),
    ):
        yield Row("sha256, 20,000 x 4 KiB", peer, *measure.paired(create, lambda _: command, pairs), goal)
    measure.run(create(0))
    measure.run(["sh", "-c", f"cd {source} && find . -type f -print0 | xargs -0 sha256sum > {place}/sums"])
    medians = measure.paired(
        lambda _: [ferry, "manifest", "verify", "--no-state", f"{place}/sums", source],
        lambda _: ["sh", "-c", f"cd {source} && sha256sum --check --quiet {place}/sums"],
        pairs,
    )
    yield Row("verify, 20,000 x 4 KiB", "sha256sum --check", *medians)


def large_file(ferry, place, pairs):
    os.mkdir(f"{place}/source")
    file = trees.make_file(f"{place}/source/file", 2 << 30)
    for hashes, peer, goal, command in (
        ("sha256", "openssl", 1.1, ["openssl", "dgst", "-sha256", file]),
        ("sha256", "sha256sum", 3, ["sha256sum", file]),
        ("xxh128", "xxhsum", 0.95, ["xxhsum", "-H2", file]),
        ("crc64nvme", "cat", None, ["cat", file]),
        ("crc32c", "cat", None, ["cat", file]),
    ):
        medians = measure.paired(
            lambda _: [ferry, "manifest", "create", "--no-state", f"--hash={hashes}", file], lambda _: command, pairs
        )
        yield Row(f"{hashes}, 2 GiB file", peer, *medians, goal)
    # The peer is ferry with the slower of the two alone: both at once take at most 1.15 times as long.
    medians = measure.paired(
        lambda _: [ferry, "manifest", "create", "--no-state", "--hash=md5,sha256", file],
        lambda _: [ferry, "manifest", "create", "--no-state", "--hash=md5", file],
        pairs,
    )
    yield Row("md5 and sha256 in one read, 2 GiB", "ferry, md5 alone", *medians, 0.87)


def remembered(ferry, place, pairs):
    """A second verification, of which the digests are remembered, takes at most 1.5 times as long as listing the tree."""
    source = trees.make_tree(f"{place}/source", 20_000, 4096)
    os.environ["XDG_STATE_HOME"] = f"{place}/state"
    for options in ((), ("--format=sha256sum",)):
        measure.run([ferry, "manifest", "create", *options, source, "-o", f"{place}/manifest"])
        medians = measure.paired(
            lambda _: [ferry, "manifest", "verify", f"{place}/manifest", source],
            lambda _: [ferry, "list", "-r", source],
            pairs,
        )
        yield Row(f"second verify, {''.join(options) or 'native'}", "ferry list -r", *medians, 0.67)
    del os.environ["XDG_STATE_HOME"]


def memory(ferry, place, pairs):
    """A million records, in every command that has them. There is no peer: each command is run once."""
    source = trees.make_tree(f"{place}/source", 1_000_000, 0, per_directory=1000)
    manifest, sums = f"{place}/manifest", f"{place}/sums"
    os.environ["XDG_STATE_HOME"] = f"{place}/state"
    for command in (
        ["create", source, "-o", manifest],
        ["create", "--format=sha256sum", source, "-o", sums],
        ["verify", manifest, source],
        ["verify", sums, source],
        ["verify", "--exact", sums, source],
        ["diff", manifest, sums],
        ["convert", sums, f"{place}/converted"],
    ):
        run = measure.run([ferry, "manifest", *command])
        words = " ".join(word.removeprefix(place + "/") for word in command)
        yield Row(f"manifest {words[:40]}", "", run, run, memory_goal=40 << 20)
    for number in range(2):
        run = measure.run([ferry, "sync", "--fsync=none", f"--manifest-out={manifest}", f"{source}/", f"{place}/copy/"])
        yield Row(f"sync --manifest-out, run {number + 1}", "", run, run, memory_goal=40 << 20)
    del os.environ["XDG_STATE_HOME"]


def records(ferry, place, pairs):
    source = trees.make_tree(f"{place}/source", 1_000_000, 0, per_directory=1000)
    manifest = f"{place}/manifest"
    script = "import json, sys\nfor line in open(sys.argv[1]): json.loads(line)"
    measure.run([ferry, "manifest", "create", source, "-o", manifest])
    medians = measure.paired(
        lambda _: [ferry, "manifest", "show", manifest], lambda _: ["python3", "-c", script, manifest], pairs
    )
    yield Row("read 1,000,000 records", "Python's json", *medians, 8, memory_goal=40 << 20)
    script = "import json, sys\nout = open(sys.argv[2], 'w')\nfor line in open(sys.argv[1]): out.write(json.dumps(json.loads(line)))"
    medians = measure.paired(
        lambda _: [ferry, "manifest", "convert", manifest, f"{place}/copy"],
        lambda _: ["python3", "-c", script, manifest, f"{place}/copy-of-python"],
        pairs,
    )
    yield Row("read and write 1,000,000 records", "Python's json", *medians, 5, memory_goal=40 << 20)
    measure.run([ferry, "manifest", "convert", "--format=sha256sum", manifest, f"{place}/sums"])
    medians = measure.paired(
        lambda _: [ferry, "manifest", "convert", f"{place}/sums", f"{place}/sorted"],
        lambda _: ["sort", "-k2", f"{place}/sums", "-o", f"{place}/sorted-by-sort"],
        1,
    )
    yield Row("sort 1,000,000 lines of sha256sum", "sort", *medians, memory_goal=40 << 20)


ALL = {
    "manifest-tree": tree,
    "manifest-file": large_file,
    "manifest-records": records,
    "manifest-remembered": remembered,
    "manifest-memory": memory,
}
