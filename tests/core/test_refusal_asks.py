"""After a refusal somebody knows what to do: what to ask the sender for, or what to do here, accusing nobody."""

from __future__ import annotations

import re

import pytest

from hefu.core.refusal_kinds import asks
from hefu.core.refusal_kinds.kind import RefusalKind, kind
from hefu.core.refusals import REFUSALS, Refusal
from hefu.core.texts import Language, Text

SENTENCES = {name: value for name, value in vars(asks).items() if isinstance(value, Text)}

NOT_OF_A_DOCUMENT = re.compile(
    r"(folder|config|request|receipt|column|law|calendar|policy|dossier|object|score|model|gym|graph|party|asset)s?_.+"
    r"|file_missing|book_busy|disk_full|table_unknown"
)
"""What concerns a setting, the book itself or a graph made from it."""

REACHED_BY_NO_DOCUMENT = {Refusal.WEIGHTS_UNUSABLE.code}

BLAME = re.compile(r"(?i)fraud|fake|forge|tamper|suspi|attack|danger|malicious|虚假|伪造|篡改|可疑|攻击|恶意|！|!")


def silent(kinds: tuple[RefusalKind, ...]) -> list[str]:
    """The kinds that concern documents and say neither what to ask nor what to do."""
    return [
        one.code
        for one in kinds
        if not (one.ask or one.task or NOT_OF_A_DOCUMENT.fullmatch(one.code) or one.code in REACHED_BY_NO_DOCUMENT)
    ]


def faults(sentence: Text) -> list[str]:
    """What a sentence for a sender or a clerk should not be."""
    wrong = []
    if BLAME.search(sentence.en + sentence.zh):
        wrong.append("blames")
    if not sentence.en.endswith(".") or not sentence.zh.endswith("。"):
        wrong.append("is no sentence")
    if re.search(r"[{}]", sentence.en + sentence.zh):
        wrong.append("has fields")
    if "请" not in sentence.zh:
        wrong.append("does not ask")
    if re.search(r"[\u4e00-\u9fff][,.;:()]|[,.;:()][\u4e00-\u9fff]", sentence.zh):
        wrong.append("has narrow punctuation")
    return wrong


def test_every_refusal_of_a_document_says_what_to_ask_or_do() -> None:
    assert silent(REFUSALS) == []


def test_a_kind_that_says_neither_is_found() -> None:
    assert silent((kind("pdf_torn", "It is torn.", "已损坏。"), Refusal.PDF_BROKEN)) == ["pdf_torn"]


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_asked_is_a_plain_sentence_in_both_languages(name: str) -> None:
    assert faults(SENTENCES[name]) == []


BAD = [
    (Text("Send it!", "请发送。"), ["blames", "is no sentence"]),
    (Text("Send the true one, this is forged.", "请发送真实文件。"), ["blames"]),
    (Text("Send {name}.", "请发送 {name}。"), ["has fields"]),
    (Text("Send it.", "发送,再发。"), ["does not ask", "has narrow punctuation"]),
]


@pytest.mark.parametrize(("sentence", "found"), BAD)
def test_a_sentence_that_blames_or_is_half_translated_is_found(sentence: Text, found: list[str]) -> None:
    assert faults(sentence) == found


def test_a_sender_is_never_told_what_only_concerns_us() -> None:
    told = {one.ask for one in REFUSALS if one.ask}
    ours = {one.task for one in REFUSALS if one.task}
    assert not told & ours
    assert {sentence.render(Language.EN).split()[0] for sentence in told} <= {"Send", "Check"}
    assert not [sentence for sentence in told if "Hefu" in sentence.en or "sources.toml" in sentence.en]


def test_no_sentence_is_left_over() -> None:
    used = {sentence for one in REFUSALS for sentence in (one.ask, one.task)} | {asks.LOOKED_AT}
    assert [name for name, sentence in SENTENCES.items() if sentence not in used] == []
