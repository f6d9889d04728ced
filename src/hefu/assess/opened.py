"""The lender's book, opened once for many requests, with the hash of every file it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hefu.assess.receipt import hash_folder
from hefu.book import Book
from hefu.core.refusals import Refusal, refuse


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """A book as it was when it was opened. `hashes` are of its files, by name."""

    book: Book
    hashes: dict[str, str]


def open_book(folder: Path) -> OpenedBook:
    """Open a book's folder; one that changes while it is read is refused: nobody could say which state was judged."""
    hashes = hash_folder(folder)
    book = Book.open(folder)
    if hash_folder(folder) != hashes:
        raise refuse(Refusal.FILE_UNREADABLE, path=folder.name, reason="changed while it was read")
    return OpenedBook(book, hashes)
