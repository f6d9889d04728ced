"""A store of what answers rest on, by content: the object of SHA-256 `abcdef…` lies in `objects/ab/cdef…`.

Nothing is ever changed in it. An object is written aside and moved in by one rename; if we stop here, it is there
whole or not at all, and putting it again changes nothing.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hefu.core.canonical import sha256_hex
from hefu.core.refusals import Refusal, RefusalError, Refused

_HEX = frozenset("0123456789abcdef")


class ObjectsRefusedError(RefusalError):
    """Raised where objects are missing or not what their name says; names each of them."""

    def __init__(self, refused: list[Refused]) -> None:
        """Keep every refusal; the first is the one that a traceback shows."""
        super().__init__(refused[0])
        self.all_refused = refused


class Store:
    """A folder of objects by content."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made when something is put."""
        self._objects = folder / "objects"

    def put(self, data: bytes) -> str:
        """Keep some bytes and return their SHA-256."""
        sha256 = sha256_hex(data)
        path = self._path(sha256)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(aside).replace(path)
        return sha256

    def get(self, sha256: str, what: str) -> bytes:
        """Return an object. Raises RefusalError naming `what` where it is missing or tampered with."""
        path = self._path(sha256)
        fields = (("sha256", sha256), ("what", what))
        if not path.is_file():
            raise RefusalError(Refused(Refusal.OBJECT_MISSING, fields))
        data = path.read_bytes()
        if sha256_hex(data) != sha256:
            raise RefusalError(Refused(Refusal.OBJECT_TAMPERED, fields))
        return data

    def get_all(self, hashes: Mapping[str, str], place: str) -> dict[str, bytes]:
        """Return the objects of a folder by name. Raises ObjectsRefusedError naming all that cannot be given."""
        found: dict[str, bytes] = {}
        refused: list[Refused] = []
        for name, sha256 in hashes.items():
            try:
                found[name] = self.get(sha256, f"{place}/{name}")
            except RefusalError as error:
                refused.append(error.refused)
        if refused:
            raise ObjectsRefusedError(refused)
        return found

    def put_folder(self, folder: Path, hashes: Mapping[str, str]) -> None:
        """Keep the files of a folder, as they were hashed. Raises RefusalError for one that has changed since."""
        for name, sha256 in hashes.items():
            if not self._path(sha256).is_file() and self.put((folder / name).read_bytes()) != sha256:
                raise RefusalError(Refused(Refusal.FILE_CHANGING, (("path", name),)))

    def _path(self, sha256: str) -> Path:
        if len(sha256) != len(sha256_hex(b"")) or not _HEX.issuperset(sha256):
            raise RefusalError(Refused(Refusal.OBJECT_MISSING, (("sha256", sha256[:80]), ("what", "?"))))
        return self._objects / sha256[:2] / sha256[2:]


def lay_out(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write files by name into a folder. A name that leads out of it is refused."""
    for name, data in files.items():
        path = folder / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise RefusalError(Refused(Refusal.RECEIPT_UNREADABLE, (("path", name), ("reason", ".."))))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
