# SPDX-License-Identifier: Apache-2.0
"""The guest's whole file system: busybox, udev, named modules, and the agent as its package lays it out."""

import os
import re
import shutil
import subprocess
import tempfile

GUEST = os.path.join(os.path.dirname(__file__), "..", "guest")
BUSYBOX = "/bin/busybox"
# busybox's own would know neither aliases nor the index that udev asks.
KMOD = ("modprobe", "insmod", "rmmod", "lsmod")
PROGRAMS = ("/usr/bin/kmod", "/usr/bin/udevadm", "/usr/bin/setpriv", "/usr/bin/setpci")
UDEV = "/usr/lib/udev"
# They load drivers, name disks, and read the firmware's table of memory modules.
RULES = (
    "50-udev-default.rules", "60-block.rules", "60-persistent-storage.rules", "70-memory.rules",
    "75-net-description.rules", "80-drivers.rules", "99-systemd.rules",
)
HELPERS = ("ata_id", "scsi_id", "dmi_memory_id")
DIRECTORIES = (
    "usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "proc", "sys", "dev", "run", "tmp", "var/lib", "root",
    "etc/baseboard/baseboard.conf.d",
)
# As in Debian: many programs have one of the two paths built in.
MERGED = ("bin", "sbin", "lib", "lib64")
# What the agent's package recommends, and where libsensors looks, as far as this machine has it.
DATA = ("/usr/share/misc/pci.ids", "/etc/sensors3.conf", "/etc/os-release")
# The groups that udev's rules name.
GROUPS = (
    "root", "tty", "disk", "kmem", "input", "video", "render", "sgx", "kvm", "lp", "dialout", "audio", "cdrom", "tape",
    "floppy",
)
AGENT = ("baseboard", 900)


class Initramfs:
    """Assembles a directory and packs it; every method puts something more into it."""

    def __init__(self, directory):
        self.root = directory
        for path in DIRECTORIES:
            os.makedirs(os.path.join(directory, path))
        for path in MERGED:
            os.symlink(f"usr/{path}", os.path.join(directory, path))
        self._put_base()
        self._put_accounts()

    def put(self, source, path=None):
        """Copies a file of this machine to where it is here, or to `path`."""
        target = os.path.join(self.root, (path or source).lstrip("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(source, target)

    def put_program(self, source, path=None):
        """Copies a program and the libraries that it is linked to."""
        self.put(source, path)
        self.put_libraries(source)

    def put_libraries(self, program):
        listed = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
        if missing := re.findall(r"(\S+) => not found", listed):
            raise RuntimeError(f"{program} needs {', '.join(missing)}, which this machine does not have")
        for library in re.findall(r"(/[^\s()]+) \(0x", listed):
            self.put(library)

    def put_package(self, archive):
        """Unpacks a Debian package as dpkg would, into /usr where it says /lib; without its scripts."""
        files = subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], check=True, capture_output=True).stdout
        subprocess.run(
            ["tar", "--extract", "--no-same-owner", "--keep-directory-symlink", "--directory", self.root],
            input=files, check=True)

    def put_modules(self, kernel, names):
        release = os.path.join("lib/modules", kernel.release)
        for path in kernel.modules(names):
            self.put(os.path.join(kernel.directory, path), path)
        for index in ("modules.builtin", "modules.builtin.modinfo", "modules.order"):
            source = os.path.join(kernel.directory, release, index)
            if os.path.exists(source):
                self.put(source, os.path.join(release, index))
        # Of these modules alone, so that udev does not look for what is not here.
        subprocess.run(["depmod", "--basedir", self.root, kernel.release], check=True)

    def pack(self, archive):
        paths = sorted(
            os.path.relpath(os.path.join(parent, name), self.root)
            for parent, directories, files in os.walk(self.root) for name in (*directories, *files))
        with open(archive, "wb") as file:
            subprocess.run(
                ["cpio", "--quiet", "--create", "--format=newc", "--owner=0:0"],
                cwd=self.root, input="\n".join(paths).encode(), stdout=file, check=True)

    def _put_base(self):
        self.put(BUSYBOX)
        for applet in subprocess.run([BUSYBOX, "--list"], check=True, capture_output=True, text=True).stdout.split():
            if applet not in (*KMOD, "busybox", "setpriv"):
                os.symlink("busybox", os.path.join(self.root, "bin", applet))
        for program in PROGRAMS:
            self.put_program(os.path.realpath(program), program)
        for name in KMOD:
            os.symlink("/usr/bin/kmod", os.path.join(self.root, "sbin", name))
        os.symlink("/usr/bin/udevadm", os.path.join(self.root, "sbin/systemd-udevd"))
        for rule in RULES:
            self.put(f"{UDEV}/rules.d/{rule}")
        for helper in HELPERS:
            self.put_program(f"{UDEV}/{helper}")
        for path in DATA:
            if os.path.exists(path):
                self.put(path)
        self.put(os.path.join(GUEST, "inittab"), "/etc/inittab")
        self.put(os.path.join(GUEST, "start"), "/etc/start")
        os.symlink("usr/bin/busybox", os.path.join(self.root, "init"))

    def _put_accounts(self):
        """The user of packaging/systemd/sysusers.conf, for there is no systemd to make it."""
        name, number = AGENT
        with open(os.path.join(self.root, "etc/passwd"), "w") as file:
            file.write(f"root:x:0:0::/root:/bin/sh\n{name}:x:{number}:{number}::/var/lib/{name}:/bin/false\n")
        with open(os.path.join(self.root, "etc/group"), "w") as file:
            file.writelines(f"{group}:x:{index}:\n" for index, group in enumerate(GROUPS))
            file.write(f"{name}:x:{number}:\n")


def build(archive, kernel, modules, package=None, daemon=None):
    """Packs the guest's file system with the agent of a package, or with a daemon that was just built."""
    with tempfile.TemporaryDirectory(prefix="baseboard-lab-") as directory:
        initramfs = Initramfs(os.path.join(directory, "root"))
        if package:
            initramfs.put_package(package)
            initramfs.put_libraries(os.path.join(initramfs.root, "usr/sbin/baseboardd"))
        else:
            initramfs.put_program(daemon, "/usr/sbin/baseboardd")
        initramfs.put_modules(kernel, modules)
        initramfs.pack(archive)
