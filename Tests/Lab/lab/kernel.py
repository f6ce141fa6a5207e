# SPDX-License-Identifier: Apache-2.0
"""Debian's own kernel and modules, unpacked beside the build; nothing is installed."""

import lzma
import os
import re
import shutil
import subprocess

PACKAGE = "linux-image-amd64"
XZ = b"\xfd7zXZ\x00"


class Kernel:
    def __init__(self, directory):
        self.directory = directory
        self.image = os.path.join(directory, "vmlinux")

    @property
    def release(self):
        """The name of the kernel that is there, or None."""
        try:
            with open(os.path.join(self.directory, "release")) as file:
                return file.read().strip()
        except FileNotFoundError:
            return None

    def fetch(self):
        """Downloads and unpacks the kernel of today's package lists, unless one is there."""
        if self.release:
            return
        shutil.rmtree(self.directory, ignore_errors=True)
        os.makedirs(self.directory)
        name = self._package()
        release = name.removeprefix("linux-image-")
        subprocess.run(["apt-get", "download", "-qq", name], cwd=self.directory, check=True, capture_output=True)
        archives = [file for file in os.listdir(self.directory) if file.endswith(".deb")]
        archive = os.path.join(self.directory, archives[0])
        subprocess.run(["dpkg-deb", "--extract", archive, self.directory], check=True)
        os.remove(archive)
        subprocess.run(["depmod", "--basedir", self.directory, release], check=True)
        self._unpack_image(release)
        # Last, so that what was interrupted counts for nothing.
        with open(os.path.join(self.directory, "release"), "w") as file:
            file.write(release + "\n")

    def modules(self, names):
        """The files of these modules and of all that they need, relative to `directory`, each once."""
        shown = subprocess.run(
            ["modprobe", "--dirname", self.directory, "--set-version", self.release, "--show-depends", "--all", *names],
            check=True, capture_output=True, text=True).stdout
        paths = [line.split()[1] for line in shown.splitlines() if line.startswith("insmod ")]
        return list(dict.fromkeys(os.path.relpath(os.path.realpath(path), self.directory) for path in paths))

    def _package(self):
        """The package that the one without a version stands for."""
        for refreshed in (False, True):
            if refreshed:
                subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True)
            shown = subprocess.run(["apt-cache", "depends", PACKAGE], capture_output=True, text=True).stdout
            if found := re.search(r"Depends: (linux-image-\d\S+)", shown):
                return found.group(1)
        raise RuntimeError(f"the package lists of this machine have no {PACKAGE}")

    def _unpack_image(self, release):
        """QEMU starts the bare ELF image (PVH) and so saves the guest from decompressing it, seconds without KVM."""
        with open(os.path.join(self.directory, "boot", f"vmlinuz-{release}"), "rb") as file:
            packed = file.read()
        start = packed.find(XZ)
        image = packed if start < 0 else lzma.LZMADecompressor().decompress(packed[start:])
        with open(self.image, "wb") as file:
            file.write(image)
