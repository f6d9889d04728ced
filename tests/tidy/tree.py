"""The files that house rules look at, and what a rule is."""

import ast
import os
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
# The folder of the interpreter also holds the tools of the lock.
TOOLS = Path(sys.executable).parent

_MADE_NOT_WRITTEN = {"build", "dist", "__pycache__", "node_modules"}
_HIDDEN_BUT_OURS = {".ci"}


class Source(NamedTuple):
    """One file of text, by its path inside the checkout."""

    path: PurePosixPath
    text: str

    @property
    def room(self) -> str | None:
        """The package under src/hefu, "" for the modules beside the packages, None for a file outside the library."""
        parts = self.path.parts
        if parts[:2] != ("src", "hefu") or self.path.suffix != ".py":
            return None
        return parts[2] if len(parts) > 3 else ""

    @property
    def tree(self) -> ast.Module:
        """The syntax tree, of a Python file; parsed once for all that look at one file after the other."""
        return _parsed(self.text, str(self.path))

    def offence(self, line: int, what: str, instead: str) -> str:
        """One line that says where, what, and what to do instead."""
        return f"{self.path}:{line} {what}: {instead}"


@lru_cache(maxsize=1)
def _parsed(text: str, path: str) -> ast.Module:
    return ast.parse(text, path)


Check = Callable[[Source], list[str]]


def sources(root: Path) -> Iterator[Source]:
    """Every file of text that is written by hand or committed, in a fixed order."""
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if _ours(name))
        for name in sorted(names):
            path = Path(folder, name)
            text = _text(path.read_bytes())
            # In a second working tree of one repository `.git` is a file, with a path in it.
            if text is not None and name != ".git" and not name.startswith(".coverage"):
                yield Source(PurePosixPath(path.relative_to(root).as_posix()), text)


def _text(raw: bytes) -> str | None:
    """The text, or None for pictures, tables and samples in older encodings."""
    try:
        return None if b"\0" in raw else raw.decode()
    except UnicodeDecodeError:
        return None


def _ours(folder: str) -> bool:
    return folder in _HIDDEN_BUT_OURS or not (
        folder.startswith(".") or folder in _MADE_NOT_WRITTEN or folder.endswith(".egg-info")
    )


def prose(tree: ast.Module) -> set[int]:
    """The ids of the docstring nodes: strings for readers, not for machines."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and value of every string that is not a docstring."""
    docstrings = prose(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
