"""The two cases and their pages: one request to be looked at by a person, one clean."""

import copy
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import lxml.html

from hefu.assess.pages import applicant_page, dossier_page
from hefu.core.texts import Language

CASES = Path(__file__).parent / "cases"
NAMES = ("refer", "lend")
LANGUAGES = tuple(Language)

_VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


def case(name: str) -> dict[str, Any]:
    """A fresh copy of a case, to be read or spoiled."""
    facts: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return facts


def dossier(name: str, language: Language) -> str:
    return dossier_page(case(name), language, "other.html")


def applicant(name: str, language: Language) -> str:
    return applicant_page(case(f"applicant_of_{name}"), language, "other.html")


def every_page() -> list[str]:
    pages = (dossier, applicant)
    return [page(name, language) for page in pages for name in NAMES for language in LANGUAGES]


def changed(value: Any, change: Callable[[dict[str, Any]], None]) -> Any:  # noqa: ANN401 - walks any JSON
    """A deep copy of a JSON value in which `change` was applied to every object."""
    made = copy.deepcopy(value)
    stack = [made]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            change(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return made


def tree(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def visible_text(page: str) -> str:
    """The words of a page, without its styles."""
    root = tree(page)
    for style in root.iter("style"):
        style.text = ""
    return " ".join(" ".join(root.itertext()).split())


class _Balance(HTMLParser):
    """Every element that is opened is closed, in order, once; no id stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if not {"svg", "defs"} & {*self.open}:
            self.faults.append(f"<{tag}/> outside a drawing")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def faults_of_form(page: str) -> list[str]:
    """What a strict reader of HTML objects to."""
    balance = _Balance()
    balance.feed(page)
    balance.close()
    twice = sorted({f"id {name} twice" for name in balance.ids if balance.ids.count(name) > 1})
    return balance.faults + [f"<{tag}> is never closed" for tag in balance.open] + twice
