# SPDX-License-Identifier: Apache-2.0
"""A sysfs and procfs tree in memory, written to or compared with a folder."""

import os
import posixpath
import shutil


class Tree:
    """Files and symbolic links by path, relative to the machine's root."""

    def __init__(self):
        self.files = {}
        self.links = {}

    def file(self, path, value):
        """Adds an attribute as the kernel prints it: the value and a newline."""
        self.text(path, f"{value}\n")

    def files_under(self, folder, values):
        """Adds one attribute for each name in a dictionary; a name may hold a slash."""
        for name, value in values.items():
            self.file(f"{folder}/{name}", value)

    def text(self, path, text):
        """Adds a file with exactly this text."""
        if path in self.files or path in self.links:
            raise ValueError(f"{path} is there already")
        self.files[path] = text

    def binary(self, path, content):
        """Adds a file of any bytes."""
        self.text(path, content.decode("utf-8", "surrogateescape"))

    def link(self, path, target):
        """Adds a link; `target` is a path in the tree, written relative as the kernel writes it.

        The kernel climbs until it stands above the target, so a link to one's own parent ends in the parent's name.
        """
        if path in self.files or path in self.links:
            raise ValueError(f"{path} is there already")
        climb = posixpath.relpath(posixpath.dirname(target), posixpath.dirname(path))
        self.links[path] = posixpath.normpath(posixpath.join(climb, posixpath.basename(target)))

    def folders(self):
        """Every folder that a file or link implies."""
        found = set()
        for path in [*self.files, *self.links]:
            while path := posixpath.dirname(path):
                found.add(path)
        return found

    def dangling_links(self):
        """Links whose target is not in the tree."""
        there = self.folders() | self.files.keys() | self.links.keys()
        return sorted(
            path
            for path, target in self.links.items()
            if posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) not in there
        )

    def write(self, folder):
        """Replaces the folder by this tree."""
        if os.path.lexists(folder):
            shutil.rmtree(folder)
        for name in sorted(self.folders() | {""}):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        for path, text in self.files.items():
            with open(os.path.join(folder, path), "x", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(text)
        for path, target in self.links.items():
            os.symlink(target, os.path.join(folder, path))

    def differences(self, folder):
        """What a folder lacks, has too much or has otherwise, one line each."""
        files, links = _read(folder)
        wanted = {**{p: ("file", t) for p, t in self.files.items()}, **{p: ("link", t) for p, t in self.links.items()}}
        found = {**{p: ("file", t) for p, t in files.items()}, **{p: ("link", t) for p, t in links.items()}}
        for path in sorted(wanted.keys() | found.keys()):
            if path not in found:
                yield f"missing: {path}"
            elif path not in wanted:
                yield f"not made here: {path}"
            elif found[path] != wanted[path]:
                yield f"differs: {path}: {found[path][1]!r}, expected {wanted[path][1]!r}"


def _read(folder):
    files, links = {}, {}
    for parent, folders, names in os.walk(folder):
        for name in folders + names:
            full = os.path.join(parent, name)
            path = os.path.relpath(full, folder)
            if os.path.islink(full):
                links[path] = os.readlink(full)
            elif not os.path.isdir(full):
                with open(full, encoding="utf-8", errors="surrogateescape", newline="") as file:
                    files[path] = file.read()
    return files, links
