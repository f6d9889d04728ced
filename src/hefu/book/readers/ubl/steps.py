"""How a UBL reader is written: a table of steps, one for each child by its full name.

A step is a leaf's (a function and the column it fills), a Group's (its children fill the same row) or a
Part's (its children fill a row of their own, which is then closed). A child without a step is gone through
all the same, so that no party, reference or amount in it is lost: that is `unknown`'s business.

Documents come in few shapes. The first group of a shape (the same names in the same nesting) is walked by
its steps, and what is to be done is kept as a program; the next ones run the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeAlias

from hefu.book.book import Row
from hefu.book.readers.ubl.document import CAC, CBC, Document, agreed_text, first_text, repeated, text
from hefu.book.readers.xml import Element, path_of, trimmed
from hefu.core.refusals import Refusal, refuse

PROGRAMS_MAX = 128
"""How many shapes of one group are kept, the last used; endless new shapes must not fill the memory."""

LeafStep = Callable[[Document, Element, str, Row, str], None]
"""Reads one leaf, whose trimmed text is given, into a row under the column of that name."""

Close = Callable[[Document, Element, Row, Row], None]
"""Ends a part: takes its own row, and the row of what it stands in."""

_TAG, _TEXT = attrgetter("tag"), attrgetter("text")


@dataclass(frozen=True, slots=True)
class Program:
    """What is done with a group of one shape; numbers say which element, and the row of which part.

    `names` are those of the group and all below in order, `sizes` their numbers of children: together the
    whole nesting. `texts` are taken as they are, then `acts` are done with leaves: (element, act, row, column).
    `closes` come last, what is inside first: (element, close, row, row it is closed towards). `parts` is how
    many rows of parts there are.
    """

    names: list[object]
    sizes: list[int]
    texts: tuple[tuple[int, int, str], ...]
    acts: tuple[tuple[int, LeafStep, int, str], ...]
    closes: tuple[tuple[int, Close, int, int], ...]
    parts: int


@dataclass(frozen=True, slots=True)
class Group:
    """A step for a group whose children fill the same row; `once` refuses a second such group beside it."""

    steps: Mapping[str, Step]
    once: bool = False
    programs: list[Program] = field(default_factory=list, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A step for a group with a row of its own, which `close` takes at its end."""

    steps: Mapping[str, Step]
    close: Close
    once: bool = False
    programs: list[Program] = field(default_factory=list, compare=False)


Step: TypeAlias = tuple[LeafStep, str] | Group | Part
Steps: TypeAlias = Mapping[str, Step]
Unknown: TypeAlias = Callable[[str], Step | None]
"""Says what is done with an element of that full name where it has no step; None: nothing is in it."""


class Tree:
    """All elements of a document in order, with their names, numbers of children and trimmed texts."""

    def __init__(self, root: Element) -> None:
        self.elements = list(root.iter())
        self.names: list[object] = list(map(_TAG, self.elements))
        self.sizes = list(map(len, self.elements))
        self.texts = _trimmed(list(map(_TEXT, self.elements)))


def read(document: Document, root: Element, steps: Steps, unknown: Unknown) -> Row:
    """Read what stands below the root, and return the row that it fills.

    `document.mark` is set before each child of the root, so that what closes it knows its own parts.
    """
    tree, row = Tree(root), Row()
    once: set[object] = set()
    at, end = 1, len(tree.elements)
    while at < end:
        name = tree.names[at]
        # Comments and instructions between elements say nothing; their name is no text.
        step = (steps.get(name) or unknown(name)) if isinstance(name, str) else None
        if step is None:
            at += 1 if not tree.sizes[at] else sum(1 for _ in tree.elements[at].iter())
        elif isinstance(step, tuple):
            _read_leaf(document, tree, at, step, row)
            at += 1
        else:
            if step.once and name in once:
                raise repeated(tree.elements[at])
            once.add(name)
            document.mark = len(document.parts)
            at += _run(document, tree, at, step, row, unknown)
    return row


def _read_leaf(document: Document, tree: Tree, at: int, step: tuple[LeafStep, str], row: Row) -> None:
    leaf = tree.elements[at]
    if tree.sizes[at]:
        raise refuse(Refusal.XML_TEXT_SPLIT, field=path_of(leaf))
    step[0](document, leaf, tree.texts[at] or "", row, step[1])


def _run(document: Document, tree: Tree, start: int, step: Group | Part, row: Row, unknown: Unknown) -> int:
    """Read a group and all that is in it into the row, close what is a part, and return how many elements it has."""
    program = _program(tree, start, step, unknown)
    size = len(program.names)
    elements, texts = tree.elements, tree.texts
    rows: list[Row] = [row]
    for _ in range(program.parts):
        rows.append({})  # noqa: PERF401 - a list of its own would be made and copied, here at every line
    for at, into, column in program.texts:
        rows[into][column] = texts[start + at] or None
    for at, act, into, column in program.acts:
        act(document, elements[start + at], texts[start + at] or "", rows[into], column)
    for at, close, into, parent in program.closes:
        close(document, elements[start + at], rows[into], rows[parent])
    return size


def _program(tree: Tree, start: int, step: Group | Part, unknown: Unknown) -> Program:
    """Return the program of a group's shape; the one used last comes first."""
    programs = step.programs
    for place, program in enumerate(programs):
        end = start + len(program.names)
        if program.sizes == tree.sizes[start:end] and program.names == tree.names[start:end]:
            if place:
                programs.insert(0, programs.pop(place))
            return program
    program = _Compiler(list(tree.elements[start].iter()), unknown).program(step)
    programs.insert(0, program)
    del programs[PROGRAMS_MAX:]
    return program


def _trimmed(texts: list[str | None]) -> list[str | None]:
    """Trim the texts of a document; nearly always nothing is to be trimmed, and one look at all of them tells."""
    joined = "|".join(filter(None, texts))
    if any(blank in joined for blank in _TO_TRIM) or joined.startswith(" ") or joined.endswith(" "):
        return [text and trimmed(text) for text in texts]
    return texts


_TO_TRIM = ("\n", "\t", "\r", "  ", " |", "| ")


class _Compiler:
    """Walks a group by its steps and takes down what is to be done."""

    def __init__(self, elements: list[Element], unknown: Unknown) -> None:
        self._elements = elements
        self._at = {element: at for at, element in enumerate(elements)}
        self._unknown = unknown
        self._texts: dict[tuple[int, str], int] = {}
        self._acts: list[tuple[int, LeafStep, int, str]] = []
        self._closes: list[tuple[int, Close, int, int]] = []
        self._parts = 0

    def program(self, step: Group | Part) -> Program:
        self._element(self._elements[0], step, 0)
        texts = tuple((at, into, column) for (into, column), at in self._texts.items())
        names, sizes = list(map(_TAG, self._elements)), list(map(len, self._elements))
        return Program(names, sizes, texts, tuple(self._acts), tuple(self._closes), self._parts)

    def _element(self, element: Element, step: Step, into: int) -> None:
        if isinstance(step, tuple):
            self._leaf(element, *step, into)
        elif isinstance(step, Group):
            self._children(element, step.steps, into)
        else:
            self._parts += 1
            part = self._parts
            self._children(element, step.steps, part)
            self._closes.append((self._at[element], step.close, part, into))

    def _leaf(self, element: Element, act: LeafStep, column: str, into: int) -> None:
        """Texts are taken before anything else is done; only the first group of a document has other texts before."""
        at = self._at[element]
        if len(element):
            self._acts.append((at, _refuse_split, into, column))
        elif act in _PLAIN and into and (into, column) not in self._texts:
            self._texts[into, column] = at
        else:
            self._acts.append((at, act, into, column))

    def _children(self, element: Element, steps: Steps, into: int) -> None:
        seen: set[str] = set()
        for child in element:
            tag = child.tag
            # Comments and instructions between elements say nothing.
            if not isinstance(tag, str):
                continue
            step = steps.get(tag) or self._unknown(tag)
            if not isinstance(step, tuple) and step is not None and step.once and tag in seen:
                self._acts.append((self._at[child], _refuse_second, into, ""))
            seen.add(tag)
            if step is not None:
                self._element(child, step, into)


_PLAIN = frozenset({text, first_text, agreed_text})
"""Steps that take the first text as it is."""


def _refuse_split(_document: Document, leaf: Element, _value: str, _row: Row, _column: str) -> None:
    raise refuse(Refusal.XML_TEXT_SPLIT, field=path_of(leaf))


def _refuse_second(_document: Document, element: Element, _value: str, _row: Row, _column: str) -> None:
    raise repeated(element)


def leaves(step: LeafStep, names: str, column: str) -> Steps:
    """Give every leaf of these names the same step and column."""
    return {CBC + name: (step, column) for name in names.split()}


def groups(names: str, steps: Steps, *, once: bool = False) -> Steps:
    """Give every group of these names the step that fills the same row from its children."""
    return {CAC + name: Group(steps, once) for name in names.split()}
