"""How a UBL reader is written: a table of steps, one for each child by its full name.

A step is a leaf's (a function and the column it fills), a Group's (its children fill the same row) or a
Part's (its children fill a row of their own, which is then closed). A child without a step is gone through
all the same, so that no party, reference or amount in it is lost: that is `unknown`'s business.

Documents come in few shapes. The first group of a shape (the same names in the same nesting) is walked by
its steps, and what was done is kept as a program; the next ones run the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeAlias

from hefu.book.book import Row
from hefu.book.readers.ubl_document import CAC, CBC, Document, repeated
from hefu.book.readers.xml import Element

PROGRAMS_MAX = 512
"""How many shapes of one group are kept; a sender of endless new shapes must not fill the memory."""

LeafStep = Callable[[Document, Element, Row, str], None]
"""Reads one leaf into a row, under the column of that name."""

Close = Callable[[Document, Element, Row, Row], None]
"""Ends a part: takes its own row, and the row of what it stands in."""

Op: TypeAlias = tuple[int, Callable[[Document, Element, Row, Any], None], int, str, int]
"""Which element, what is done, into which row, under which column; or, with no column, closed towards which row."""

_TAG = attrgetter("tag")


@dataclass(frozen=True, slots=True)
class Program:
    """What is done with a group of one shape, and how many rows of parts it needs."""

    ops: tuple[Op, ...]
    parts: int


@dataclass(frozen=True, slots=True)
class Group:
    """A step for a group whose children fill the same row; `once` refuses a second such group beside it."""

    steps: Mapping[str, Step]
    once: bool = False
    programs: dict[tuple[object, ...], Program] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A step for a group with a row of its own, which `close` takes at its end."""

    steps: Mapping[str, Step]
    close: Close
    once: bool = False
    programs: dict[tuple[object, ...], Program] = field(default_factory=dict, compare=False)


Step: TypeAlias = tuple[LeafStep, str] | Group | Part
Steps: TypeAlias = Mapping[str, Step]
Unknown: TypeAlias = Callable[[str], Step | None]
"""Says what is done with an element of that full name where it has no step; None: nothing is in it."""


def run(document: Document, element: Element, step: Group | Part, row: Row, unknown: Unknown) -> None:
    """Read a group and all that is in it into the row, and close what is a part."""
    elements = list(element.iter())
    # Names in order and the number of children of each: this is the whole nesting.
    shape = (*map(_TAG, elements), *map(len, elements))
    program = step.programs.get(shape)
    if program is None:
        program = _Compiler(elements, unknown).program(step)
        if len(step.programs) >= PROGRAMS_MAX:
            step.programs.clear()
        step.programs[shape] = program
    rows: list[Row] = [row, *({} for _ in range(program.parts))] if program.parts else [row]
    for at, act, into, column, parent in program.ops:
        act(document, elements[at], rows[into], column or rows[parent])


class _Compiler:
    """Walks a group by its steps and takes down what is to be done."""

    def __init__(self, elements: list[Element], unknown: Unknown) -> None:
        self._at = {element: at for at, element in enumerate(elements)}
        self._first = elements[0]
        self._unknown = unknown
        self._ops: list[Op] = []
        self._parts = 0

    def program(self, step: Group | Part) -> Program:
        self._element(self._first, step, 0)
        return Program(tuple(self._ops), self._parts)

    def _element(self, element: Element, step: Step, into: int) -> None:
        if isinstance(step, tuple):
            self._ops.append((self._at[element], step[0], into, step[1], 0))
        elif isinstance(step, Group):
            self._children(element, step.steps, into)
        else:
            self._parts += 1
            part = self._parts
            self._children(element, step.steps, part)
            self._ops.append((self._at[element], step.close, part, "", into))

    def _children(self, element: Element, steps: Steps, into: int) -> None:
        seen: set[str] = set()
        for child in element:
            tag = child.tag
            # Comments and instructions between elements say nothing.
            if not isinstance(tag, str):
                continue
            step = steps.get(tag) or self._unknown(tag)
            if not isinstance(step, tuple) and step is not None and step.once and tag in seen:
                self._ops.append((self._at[child], _refuse_second, into, "-", 0))
            seen.add(tag)
            if step is not None:
                self._element(child, step, into)


def _refuse_second(_document: Document, element: Element, _row: Row, _column: str) -> None:
    raise repeated(element)


def leaves(step: LeafStep, names: str, column: str) -> Steps:
    """Give every leaf of these names the same step and column."""
    return {CBC + name: (step, column) for name in names.split()}


def groups(names: str, steps: Steps, *, once: bool = False) -> Steps:
    """Give every group of these names the step that fills the same row from its children."""
    return {CAC + name: Group(steps, once) for name in names.split()}
