"""Mapping files: how one sender's table of cells becomes rows of the book."""

from __future__ import annotations

from dataclasses import dataclass

from hefu.book.readers.toml import Section


@dataclass(frozen=True, slots=True)
class Mapping:
    """One sender's mapping."""

    name: str


def parse_mapping(data: bytes, name: str) -> Mapping:
    """Read a mapping file."""
    Section.of_bytes(name, data)
    return Mapping(name)
