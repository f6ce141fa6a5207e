# SPDX-License-Identifier: Apache-2.0
"""The hardware lab: the packaged agent on a Debian kernel in QEMU, whose hardware the host changes."""
