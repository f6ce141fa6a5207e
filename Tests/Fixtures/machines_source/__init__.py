# SPDX-License-Identifier: Apache-2.0
"""The recorded machines of the test suite, as data."""
