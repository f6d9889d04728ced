"""Files of a folder as they are found: plain files only, never through a link, never too large."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from hefu.core.refusals import Refusal, refuse

SIZE_LIMIT_BYTES = 64 * 1024 * 1024
"""No paper is larger; a year of one account's statements has a few million bytes."""


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of one plain file; `name` is what refusals call it.

    The file is opened first and looked at afterwards, so that nobody can put a link or pipe in its
    place between the two. Raises RefusalError (FILE_NOT_REGULAR, FILE_TOO_LARGE,
    FILE_UNREADABLE, FILE_CHANGING where somebody writes into it meanwhile).
    """
    try:
        # O_NONBLOCK: opening a pipe that nobody writes to must not hang.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        # ELOOP: a link; ENXIO: a socket or a device without a driver.
        if error.errno in {errno.ELOOP, errno.ENXIO}:
            raise refuse(Refusal.FILE_NOT_REGULAR, path=name) from None
        raise refuse(Refusal.FILE_UNREADABLE, path=name, reason=error.strerror or "") from None
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise refuse(Refusal.FILE_NOT_REGULAR, path=name)
        # A file that grows while it is read is caught by the one byte more.
        data = file.read(SIZE_LIMIT_BYTES + 1) if status.st_size <= SIZE_LIMIT_BYTES else b""
        after = os.fstat(handle)
        size_bytes = max(status.st_size, len(data))
    if size_bytes > SIZE_LIMIT_BYTES:
        raise refuse(Refusal.FILE_TOO_LARGE, path=name, size_bytes=size_bytes, limit_bytes=SIZE_LIMIT_BYTES)
    if (status.st_size, status.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise refuse(Refusal.FILE_CHANGING, path=name)
    return data


def walk(folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield each file below a folder as (path with slashes, whether it is a plain file), in the paths' order.

    Hidden files and folders are passed over. A link to a folder is yielded as what is no plain file and
    never entered.
    """
    if not folder.is_dir():
        raise refuse(Refusal.FOLDER_MISSING, path=str(folder))
    yield from sorted(_walk(folder, ""))


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, bool]]:
    try:
        found = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=printable(prefix) or "/", reason=error.strerror or "") from None
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.is_file(follow_symlinks=False)


def printable(name: str) -> str:
    """Return a file name with everything that does not print escaped, so that it cannot drive a terminal."""
    return "".join(c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in name)
