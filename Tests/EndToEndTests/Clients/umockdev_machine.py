# SPDX-License-Identifier: Apache-2.0
"""Runs a program on a machine of umockdev, to which devices come by SIGUSR1 and from which they go by SIGUSR2.

Usage: umockdev-wrapper python3 umockdev_machine.py DESCRIPTION COMING PROGRAM ARGUMENT...

COMING is the description of the devices that come and go. SIGTERM and SIGHUP are passed on; the exit status is the
program's.
"""

import ctypes
import pathlib
import signal
import subprocess
import sys

umockdev = ctypes.CDLL("libumockdev.so.0")
umockdev.umockdev_testbed_new.restype = ctypes.c_void_p
umockdev.umockdev_testbed_add_from_string.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
umockdev.umockdev_testbed_add_from_string.restype = ctypes.c_bool
umockdev.umockdev_testbed_uevent.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
umockdev.umockdev_testbed_remove_device.argtypes = [ctypes.c_void_p, ctypes.c_char_p]

# Of a recorded machine's devices those that the program itself must have: played by umockdev, they would never answer.
own = (b"P: /devices/virtual/mem/random\n", b"P: /devices/virtual/mem/urandom\n")

testbed = umockdev.umockdev_testbed_new()
blocks = pathlib.Path(sys.argv[1]).read_bytes().split(b"\n\n")
description = b"\n\n".join(block for block in blocks if not (block.lstrip() + b"\n").startswith(own))
coming = pathlib.Path(sys.argv[2]).read_bytes()
paths = [b"/sys" + line[3:] for line in coming.splitlines() if line.startswith(b"P: ")]


def come(*_):
    # Each is said to have come as it comes.
    umockdev.umockdev_testbed_add_from_string(testbed, coming, None)


def go(*_):
    for path in paths:
        umockdev.umockdev_testbed_uevent(testbed, path, b"remove")
        umockdev.umockdev_testbed_remove_device(testbed, path)


if not umockdev.umockdev_testbed_add_from_string(testbed, description, None):
    sys.exit("umockdev cannot read " + sys.argv[1])
# PR_SET_PDEATHSIG: the program does not outlive this script, however that ends.
child = subprocess.Popen(sys.argv[3:], preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGTERM))
signal.signal(signal.SIGUSR1, come)
signal.signal(signal.SIGUSR2, go)
signal.signal(signal.SIGTERM, lambda number, _: child.send_signal(number))
signal.signal(signal.SIGHUP, lambda number, _: child.send_signal(number))
# Whoever starts this may have signals blocked, as threads of a dispatch queue have, and the mask is inherited.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
sys.exit(child.wait())
