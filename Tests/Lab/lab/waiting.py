# SPDX-License-Identifier: Apache-2.0
"""Waiting for what the guest will do in its own time: always bounded."""

import time

# A busy machine emulates several times as slowly as a quiet one.
PATIENCE = 30


def wait_for(what, condition, seconds=PATIENCE, pause=0.1):
    """What `condition` returns as soon as that is true; `what` names it where it never is.

    A condition may fail while the guest is not so far: AssertionError and OSError count as not yet.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            found, reason = condition(), None
        except (AssertionError, OSError) as error:
            found, reason = None, error
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}" + (f" ({reason})" if reason else "")) from reason
        time.sleep(pause)
