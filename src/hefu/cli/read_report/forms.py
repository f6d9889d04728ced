"""How the parts of a report look in one language, as text; the page and the text report share them.

Everything that a document or a file name says passes `plain`, so that it can neither drive a terminal nor turn the
direction of a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hefu.assess.pages import formats
from hefu.book.readers.folder import FileOutcome
from hefu.book.readers.understood_words import UNDERSTOOD
from hefu.cli.read_report.facts import Facts, Letter, state_of
from hefu.cli.read_report.words import KINDS, SENDERS, STATES, WORDS
from hefu.core.money import Rounding, divide
from hefu.core.texts import Language, Text, Value

REASON_MAX = 400
LETTER_NAMES_MAX = 200
"""So many names a letter lists for one request; beyond that nobody reads them."""


def plain(text: str) -> str:
    """Return a text on one line, with everything that does not print escaped."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


@dataclass(frozen=True, slots=True)
class Forms:
    """What is said in one language."""

    language: Language

    def word(self, name: str, /, **fields: Value) -> str:
        """Return one of the report's words."""
        return WORDS[name].render(self.language, fields)

    def label(self, name: str, value: str | int) -> str:
        """Return `name: value` as the language writes it."""
        return self.word("label", name=name, value=value)

    def kind(self, code: str) -> str:
        """Return the word for a kind of document."""
        return self._known(code, KINDS)

    def state(self, file: FileOutcome) -> str:
        """Return what became of a file."""
        return STATES[state_of(file)].render(self.language, {"name": plain(file.same_as)})

    def sender(self, controlled_by: str, controller_id: str | None) -> tuple[str, str]:
        """Return who controls a file, and the number they go by if they have one."""
        number = formats.identifier(plain(controller_id)) if controller_id else ""
        return self._known(controlled_by, SENDERS), number

    def addressee(self, letter: Letter) -> str:
        """Return to whom a letter goes."""
        sender = " ".join(self.sender(letter.controlled_by, letter.controller_id)).rstrip()
        folder = self.word("in_folder", folder=plain(letter.folder)) if letter.folder else ""
        return self.word("between").join(filter(None, [sender, folder]))

    def understood(self, file: FileOutcome) -> list[str]:
        """Return the sentences that say what was understood."""
        return [plain(message.render(self.language, UNDERSTOOD)) for message in file.understood]

    def reason(self, file: FileOutcome) -> str:
        """Return why a file was refused."""
        text = plain(file.refused.render(self.language)) if file.refused else ""
        return text if len(text) <= REASON_MAX else f"{text[: REASON_MAX - 1]}\N{HORIZONTAL ELLIPSIS}"

    def said(self, text: Text) -> str:
        """Return a text that has no fields."""
        return text.render(self.language)

    def size(self, size_bytes: int) -> str:
        """Return `980 B`, `12 kB`, `3.4 MB`."""
        if size_bytes < 10**3:
            return f"{size_bytes} B"
        if size_bytes < 10**6:
            return f"{divide(size_bytes, 10**3, Rounding.UP)} kB"
        whole, tenth = divmod(divide(size_bytes, 10**5, Rounding.UP), 10)
        return f"{whole:,}.{tenth} MB"

    def moment(self, facts: Facts) -> dict[str, str]:
        """Return the moment of reading and its zone."""
        offset = facts.at.utcoffset() or timedelta(0)
        zone = formats.zone_name(offset // timedelta(minutes=1))
        return {"moment": f"{facts.at:%Y-%m-%d %H:%M}", "zone": zone}

    def files(self, count: int) -> str:
        """Return `one file`, `3 files`."""
        return self.word("one_file") if count == 1 else self.word("several_files", count=f"{count:,}")

    def next_step(self, facts: Facts) -> str:
        """Return in one sentence what to do after reading."""
        letters = facts.letters()
        if letters:
            one = len(letters) == 1
            senders = self.word("one_sender") if one else self.word("senders", count=len(letters))
            return self.word("next_ask", senders=senders, files=self.files(sum(x.files_count for x in letters)))
        if facts.report.refusals:
            return self.word("next_look")
        return self.word("next_none" if facts.report.files else "next_empty")

    def letter(self, letter: Letter) -> str:
        """Return a message to one sender, ready to be sent: what is asked for, and for which files.

        It says nothing of why a file was refused: that a paper contradicts itself is not told to whoever made it.
        """
        lines = [
            self.word("letter_subject", files=self.files(letter.files_count)),
            "",
            self.word("letter_greeting"),
            "",
            self.word("letter_opening"),
        ]
        for number, request in enumerate(letter.requests, start=1):
            lines += ["", f"{number}. {self.said(request.ask)}"]
            lines += [f"   - {plain(name)}" for name in request.names[:LETTER_NAMES_MAX]]
            left = len(request.names) - LETTER_NAMES_MAX
            lines += [f"   - {self.word('more', count=f'{left:,}')}"] if left > 0 else []
        return "\n".join([*lines, "", self.word("letter_rest"), "", self.word("letter_end")])

    def _known(self, code: str, words: Mapping[str, Text]) -> str:
        return words[code].render(self.language) if code in words else plain(code) or formats.UNKNOWN
