"""Pairs of real versions: two releases of a package's files, of a Python wheel, of a disk image. Fetched with apt and pip."""

import os
import random
import subprocess
import zipfile

# Package and what to call it; the oldest and the newest version that the configured archives have are taken.
PACKAGES = (("postgresql-15", "postgres"), ("linux-libc-dev", "headers"))
WHEEL = ("botocore", "1.34.100", "1.34.101")


def call(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options).stdout


def package_tar(place, package, version):
    """The files of a Debian package as an uncompressed tar archive."""
    call("apt-get", "download", "-q", f"{package}={version}", cwd=place)
    escaped = version.replace(":", "%3a")
    (name,) = (name for name in os.listdir(place) if name.startswith(f"{package}_{escaped}_") and name.endswith(".deb"))
    path = f"{place}/{package}-{version}.tar"
    with open(path, "wb") as tar:
        tar.write(call("dpkg-deb", "--fsys-tarfile", f"{place}/{name}"))
    return path


def package_versions(package):
    """Oldest first."""
    lines = call("apt-cache", "madison", package).decode().splitlines()
    return list(dict.fromkeys(line.split("|")[1].strip() for line in reversed(lines)))


def wheel_tar(place, name, version):
    """The files of a wheel as a tar archive, without times."""
    directory = f"{place}/{name}-{version}"
    call("python3", "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "-d", directory, f"{name}=={version}")
    (wheel,) = os.listdir(directory)
    zipfile.ZipFile(f"{directory}/{wheel}").extractall(f"{directory}/files")
    path = f"{place}/{name}-{version}.tar"
    call("tar", "--sort=name", "--mtime=@0", "-cf", path, "-C", f"{directory}/files", ".")
    return path


def disk_image(place, name, source, mebibytes):
    path = f"{place}/{name}.img"
    call("mke2fs", "-q", "-t", "ext4", "-d", source, path, f"{mebibytes}M")
    return path


def changed_tree(place, source):
    """A copy in which files are appended to, new, and gone."""
    tree = f"{place}/changed"
    call("cp", "-a", source, tree)
    generator = random.Random(3)
    files = sorted(os.path.join(root, name) for root, _, names in os.walk(tree) for name in names)
    for file in generator.sample(files, len(files) // 20):
        if os.path.islink(file):
            continue
        with open(file, "ab") as opened:
            opened.write(generator.randbytes(300))
    for file in generator.sample(files, len(files) // 50):
        os.remove(file)
    return tree


def pairs(place):
    """Yields (name, old file, new file)."""
    for package, name in PACKAGES:
        available = package_versions(package)
        if len(available) > 1:
            yield f"{name} tar", package_tar(place, package, available[0]), package_tar(place, package, available[-1])
    name, old, new = WHEEL
    yield f"{name} tar", wheel_tar(place, name, old), wheel_tar(place, name, new)
    tree = f"{place}/tree"
    call("cp", "-a", "/usr/share/perl", tree)
    images = [disk_image(place, "old", tree, 64), disk_image(place, "new", changed_tree(place, tree), 64)]
    yield ("ext4 image", *images)
