"""A child reads bytes that it was handed, and has nobody to talk to: it gives up the network before it begins."""

from __future__ import annotations

import ctypes

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
"""CLONE_NEWUSER and CLONE_NEWNET of unshare(2)."""

LEAVING = (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK)
"""What is tried in turn: a superuser may leave as he is, others only into a user namespace of their own."""


def leave_network() -> bool:
    """Move this process into an empty network namespace, for good; tell whether the system let it.

    There is no interface in it that is up, not even loopback; pipes and files that are open stay open. Linux only, and
    only before a process has threads. Many containers forbid it: then the process keeps the network, and what holds
    is that no reader opens a socket.
    """
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    return unshare is not None and any(unshare(flags) == 0 for flags in LEAVING)
