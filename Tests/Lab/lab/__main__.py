# SPDX-License-Identifier: Apache-2.0
"""Prepares kernel, firmware and file system, then runs the suites: `.make/lab` calls it with the agent's package."""

import argparse
import os
import platform
import signal
import subprocess
import sys
import unittest

from . import initramfs
from .events import Events
from .inventory import Inventory
from .kernel import Kernel
from .machine import MODULES, Suite

SUITES = {"inventory": Inventory, "events": Events}


class InOrder(unittest.TestLoader):
    """Runs the tests as they stand in the file, rather than by the alphabet."""

    def getTestCaseNames(self, case):
        return sorted(super().getTestCaseNames(case), key=lambda name: getattr(case, name).__code__.co_firstlineno)


class Sentences(unittest.TextTestResult):
    """Prints what a test's name says."""

    def getDescription(self, test):
        name = test.id().rpartition(".test_")[2]
        return name.replace("_", " ")


def prepare(directory, package, daemon):
    os.makedirs(directory, exist_ok=True)
    kernel = Kernel(os.path.join(directory, "kernel"))
    kernel.fetch()
    print(f"lab: Linux {kernel.release}", file=sys.stderr)
    subprocess.run(
        ["iasl", "-p", os.path.join(directory, "firmware"), os.path.join(initramfs.GUEST, "firmware.asl")],
        check=True, stdout=subprocess.DEVNULL)
    initramfs.build(os.path.join(directory, "initramfs"), kernel, MODULES, package, daemon)


def main():
    # Ended from outside as by Ctrl-C, the guest and the file that is its memory go too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(prog="lab", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}; all where none is named")
    parser.add_argument("--directory", required=True, help="where kernel and images are kept")
    parser.add_argument("--only", metavar="PATTERN", help="of the tests, those with this in their names")
    agent = parser.add_mutually_exclusive_group(required=True)
    agent.add_argument("--package", help="the agent's Debian package")
    agent.add_argument("--daemon", help="a baseboardd that was just built")
    options = parser.parse_args()
    if unknown := set(options.suites) - set(SUITES):
        parser.error(f"there is no suite {', '.join(unknown)}")
    if platform.machine() != "x86_64":
        print(f"lab: skipped, for its machine is an x86_64 and this one a {platform.machine()}", file=sys.stderr)
        return 0
    prepare(options.directory, options.package, options.daemon)
    Suite.directory = options.directory
    loader = InOrder()
    if options.only:
        loader.testNamePatterns = [f"*{options.only}*"]
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(SUITES[name]) for name in options.suites or SUITES)
    runner = unittest.TextTestRunner(verbosity=2, resultclass=Sentences)
    return 0 if runner.run(suite).wasSuccessful() else 1


sys.exit(main())
