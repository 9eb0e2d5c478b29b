"""A night in a process of its own, so that somebody is left to tell how it ended, however it ended.

Without memory the kernel kills the night, or a library written in C ends it by a signal: no line of Python
runs any more. The process that was started therefore waits, with so little in memory that it stays. Nothing
heavy is imported here.
"""

from __future__ import annotations

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1
_LOADER_FAILED = 127
"""The code it ends a process with that lacks memory when a library is first needed."""
_FORWARDED = (signal.SIGTERM, signal.SIGHUP)
"""What ends the waiting process ends the night: whoever sends it knows that one only."""
_ASKED_FOR = (signal.SIGINT, *_FORWARDED)


class NightDiedError(Exception):
    """The night's process was ended by a signal that nobody asked for, or by the loader of shared objects."""

    def __init__(self, how: str) -> None:
        super().__init__(
            f"the night's process died ({how}), most likely for want of memory; "
            "readers see what was published last: give it more, or fewer --workers, and run it again"
        )


def split_night() -> None:
    """Go on in a child, and let this process wait for it and end as it does; it never returns here.

    Call it while there is one thread only. The child dies with this process, so that a lock is not held on.

    Raises:
        NightDiedError: in this process, when the child could not say itself how it ended.
        OSError: no process could be made.
    """
    waiting = os.getpid()
    child = os.fork()
    if child == 0:
        _die_with(waiting)
        return
    for number in _FORWARDED:
        signal.signal(number, lambda received, _: os.kill(child, received))
    # Ctrl-C reaches both; the night says how it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, status = os.waitpid(child, 0)
    _end_as(os.waitstatus_to_exitcode(status))


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _end_as(code: int) -> None:
    if code == _LOADER_FAILED:
        raise NightDiedError("the loader of shared objects ended it")
    if code >= 0:
        # Not sys.exit: what Python does at its end is the child's to do.
        os._exit(code)
    if -code not in _ASKED_FOR:
        raise NightDiedError(signal.Signals(-code).name)
    signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
