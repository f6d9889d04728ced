"""Words that may not be committed, with what to write instead, and exceptions that must give their reason.

The patterns below are spelled with a bracket so that this file passes its own rules.
"""

import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from tests.tidy.tree import Source


class Phrase(NamedTuple):
    """A pattern that may not appear, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


# In what is written for people and machines alike: code, pages, styles, settings.
_WRITTEN = {".py", ".sh", ".html", ".css", ".js", ".md", ".toml", ""}
WRITTEN_PHRASES: tuple[Phrase, ...] = (
    Phrase(re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]:)"), "do it, or open an issue"),
    Phrase(re.compile(r"(?i)\bfor no[w]\b"), "say what holds and until when, or finish it"),
)
# In tests.
TEST_PHRASES: tuple[Phrase, ...] = (
    Phrase(re.compile(r"\bassert Tru[e]\b"), "assert what must hold"),
    Phrase(
        re.compile(r"pytest\.(importor)?(ski[p]|xfai[l])\(|mark\.(ski[p](if)?|xfai[l])\b"), "make it run everywhere"
    ),
)
# In every file of text, locks and samples included.
PLACE_PHRASES: tuple[Phrase, ...] = (
    Phrase(
        re.compile(
            r"\b(py[p]i\.org|python[h]osted\.org|npm[j]s\.org|np[m]mirror\.com|repo1?\.mave[n]|ana[c]onda\.org)"
        ),
        "name no registry's host; pip and npm know theirs",
    ),
    Phrase(re.compile(r"(?<![\w.~>}])/(work|root|home|Users)/(?=\w)"), "a path inside the checkout"),
)
_ADDRESS_IN_LOCK = re.compile(r"://|--(extra-)?index-url|--find-links|\s@\s")

_EXCEPTION = re.compile(r"noq[a]|type:\s*ignor[e]|pragma:\s*n[o]", re.IGNORECASE)
_REASONED = re.compile(
    r"#\s(ruff: )?noq[a]: [A-Z]+\d+(, [A-Z]+\d+)* - \w.*"
    r"|#\stype: ignor[e]\[[a-z, -]+\]  # \w.*"
    r"|#\spragma: n[o] (cover|branch) - \w.*"
)


def banned_phrases(source: Source) -> list[str]:
    """Promises to finish later, tests that do not test, and names of places that exist on one machine only."""
    phrases = PLACE_PHRASES
    if source.path.suffix in _WRITTEN and not source.path.name.endswith(".min.js"):
        phrases += WRITTEN_PHRASES
    if source.path.parts[0] == "tests" and source.path.suffix == ".py":
        phrases += TEST_PHRASES
    return [
        source.offence(number, f"says {hit[0]!r}", phrase.instead)
        for number, line in enumerate(source.text.splitlines(), start=1)
        for phrase in phrases
        if (hit := phrase.pattern.search(line))
    ]


def addresses_in_locks(source: Source) -> list[str]:
    """A lock says what and which hash, never where from."""
    if source.path.parts[0] != "locks":
        return []
    return [
        source.offence(number, f"says {hit[0].strip()!r}", "make locks")
        for number, line in enumerate(source.text.splitlines(), start=1)
        if (hit := _ADDRESS_IN_LOCK.search(line))
    ]


def unreasoned_exceptions(source: Source) -> list[str]:
    """Whoever silences a checker says which rule and why: `# noqa: CODE - why`, `# type: ignore[code]  # why`."""
    if source.path.suffix != ".py":
        return []
    return [
        source.offence(line, f"silences a checker with {comment!r}", "give the code and the reason")
        for line, comment in _comments(source.text)
        if _EXCEPTION.search(comment) and not _REASONED.search(comment)
    ]


def _comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
