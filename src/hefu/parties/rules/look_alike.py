"""Look-alikes: two parties whose names, identifiers or accounts a hurried reader would take for one.

A pair is looked at where at least one of the two stands in the trade (contracts, orders, despatches,
deliveries) or in the money (invoices, payments, claims, confirmations, or as owner of an account paid from
or into); the other may be any party of the book.

| the pair                                                              | answer                      |
|-----------------------------------------------------------------------|-----------------------------|
| one id, or an identifier in common                                    | nothing: one party          |
| a branch that bears its head office's name                            | nothing                     |
| in one control group, by another source than the borrower             | nothing: sister companies   |
| same name, one of them without identifier, or identifiers that        | not assessed: who they are  |
| neither agree nor contradict                                          | is unknown                  |
| names differ by a place (江苏/江西) or a number (一厂/二厂)           | LOW                         |
| names agree in all but a trade word of another meaning (矿业/铝业)    | nothing: sisters, mostly;   |
|                                                                       | LOW: one has no identifier  |
| same name, letters or marks hidden, other legal form, nearly the same | HIGH if either stands in    |
|                                                                       | the money, else MEDIUM      |
| nearly the same, and one of the two stands in no paper                | MEDIUM                      |
| an identifier with a wrong check digit one character from another's   | as above                    |
| a wrong check digit, near to nobody's                                 | MEDIUM (LOW for a site's)   |
| two accounts in the payments or invoices, one digit apart, not known  | MEDIUM                      |
| to have one owner                                                     |                             |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hefu.book.book import Book
from hefu.book.rule import WHOLE_GRAPH, Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.parties.config import PartiesConfig
from hefu.parties.evidence import amount_at_risk, papers_naming
from hefu.parties.identity import (
    Party,
    identified,
    parties_by_id,
    same_party,
    told_apart,
    trusted_sources,
    wrong_check_digit,
)
from hefu.parties.names import Likeness, likeness
from hefu.parties.pairs import account_pairs, identifier_pairs, name_pairs
from hefu.parties.scene import Scene, scene_of
from hefu.parties.standing import standing

NAME = "parties.look_alike"
VERSION = 2

_CODES = {kind: kind.value for kind in Likeness}
_CLEARS = Message.of("clear_relation")
_CLEARS_IDENTITY = Message.of("clear_party_identity")


def check(book: Book, config: PartiesConfig, at: Context) -> Iterable[Finding | Unassessed]:
    """Return findings about pairs that look alike, and parties whose identity cannot be told; order is fixed."""
    stands = standing(book)
    by_name, by_identifier = name_pairs(book, stands, config), identifier_pairs(book, stands)
    wrong = {one for one in stands.trade if "?:" in one and wrong_check_digit(one)}
    ids = {one for pair in by_name | by_identifier for one in pair} | wrong
    scene = scene_of(book, config, at, stands, parties_by_id(book, ids))
    yield from _names(scene, sorted(by_name - by_identifier))
    yield from _identifiers(scene, sorted(by_identifier))
    yield from _wrong_digits(scene, sorted(wrong - {one for pair in by_identifier for one in pair}))
    yield from _accounts(scene, sorted(account_pairs(stands)))


def _names(scene: Scene, pairs: list[tuple[str, str]]) -> Iterator[Finding | Unassessed]:
    said: set[tuple[str, ...]] = set()
    unknown: dict[str, list[tuple[Party, str]]] = {}
    for left_id, right_id in pairs:
        left, right = scene.parties[left_id], scene.parties[right_id]
        kind, names = strongest(left, right, scene.config)
        # One unnamed party stands under one id per paper; it is spoken of once.
        spoken = tuple(sorted((left_id.partition("@")[0], right_id.partition("@")[0])))
        if kind is None or kind is Likeness.BRANCH or spoken in said:
            continue
        if same_party(left, right) or scene.lawfully_tied(left_id, right_id):
            continue
        if kind is Likeness.TRADE and _proper(left_id) and _proper(right_id):
            continue
        said.add(spoken)
        if kind is not Likeness.SAME or told_apart(left, right):
            yield _finding(scene, _CODES[kind], _severity(scene, kind, left_id, right_id), left, right, names)
        elif identified(left_id) or identified(right_id):
            known, newer = sorted((left, right), key=scene.age)
            unknown.setdefault(newer.party_id, []).append((known, min(names)))
    for newer_id, others in sorted(unknown.items()):
        yield _unknown(scene, scene.parties[newer_id], others)


def _proper(party_id: str) -> bool:
    """Tell whether an id rests on an identifier whose check digit fits, so that a register can be asked for it."""
    return identified(party_id) and not wrong_check_digit(party_id)


def strongest(left: Party, right: Party, config: PartiesConfig) -> tuple[Likeness | None, tuple[str, str]]:
    """Return the most telling likeness among all names of two parties, and the two names that have it."""
    order = list(Likeness)
    found = [
        (order.index(kind), one, other)
        for one in left.names
        for other in right.names
        if (kind := likeness(one, other, config)) is not None
    ]
    if not found:
        return None, ("", "")
    at, one, other = min(found)
    return order[at], (one, other)


def _severity(scene: Scene, kind: Likeness | None, left_id: str, right_id: str) -> Severity:
    if kind is not None and not kind.deceives:
        return Severity.LOW
    stranger = not {left_id, right_id} <= scene.stands.trade
    if kind is Likeness.NEAR and stranger:
        return Severity.MEDIUM
    return Severity.HIGH if {left_id, right_id} & scene.stands.money else Severity.MEDIUM


def _identifiers(scene: Scene, pairs: list[tuple[str, str]]) -> Iterator[Finding]:
    for left_id, right_id in pairs:
        left, right = scene.parties[left_id], scene.parties[right_id]
        if not same_party(left, right):
            severity = _severity(scene, None, left_id, right_id)
            yield _finding(scene, "identifier_one_off", severity, left, right, (str(left.name), str(right.name)))


def _finding(scene: Scene, code: str, severity: Severity, left: Party, right: Party, names: tuple[str, str]) -> Finding:
    known, newer = sorted((left, right), key=scene.age)
    shown = dict(zip((left.party_id, right.party_id), names, strict=True))
    message = Message.of(
        code,
        newer=shown[newer.party_id] or newer.name,
        newer_id=newer.shown_id,
        known=shown[known.party_id] or known.name,
        known_id=known.shown_id,
    )
    papers = papers_naming(scene.book, newer.party_id, scene.config.evidence_rows_max)
    rows = sorted(left.rows | right.rows)[: scene.config.evidence_rows_max]
    return Finding(
        NAME,
        VERSION,
        severity,
        message,
        subjects=(RowRef("parties", newer.party_id), RowRef("parties", known.party_id)),
        evidence=(*rows, *papers),
        clears=_CLEARS,
        at_risk=amount_at_risk(scene.book, newer.party_id),
    )


def _unknown(scene: Scene, newer: Party, others: list[tuple[Party, str]]) -> Unassessed:
    """Say once of a party that it may be any of those that bear the same name."""
    others = sorted(others, key=lambda other: scene.age(other[0]))
    known, name = others[0]
    reason = Message.of("identity_unknown", name=name, newer_id=newer.shown_id, known_id=known.shown_id)
    subjects = (RowRef("parties", newer.party_id), *(RowRef("parties", other.party_id) for other, _ in others))
    return Unassessed(NAME, VERSION, reason, subjects, _CLEARS_IDENTITY, PaperKind.COMPANY_EXTRACT)


def _wrong_digits(scene: Scene, party_ids: list[str]) -> Iterator[Finding]:
    for party_id in party_ids:
        party = scene.parties[party_id]
        site = party_id.startswith("gln")
        yield Finding(
            NAME,
            VERSION,
            Severity.LOW if site else Severity.MEDIUM,
            Message.of("identifier_wrong", name=party.name, identifier=party_id.partition(":")[2]),
            subjects=(RowRef("parties", party_id),),
            evidence=(
                *sorted(party.rows)[: scene.config.evidence_rows_max],
                *papers_naming(scene.book, party_id, scene.config.evidence_rows_max),
            ),
            clears=_CLEARS_IDENTITY,
            at_risk=None if site else amount_at_risk(scene.book, party_id),
        )


def _accounts(scene: Scene, pairs: list[tuple[str, str]]) -> Iterator[Finding]:
    if not pairs:
        return
    trusted = trusted_sources(scene.book)
    owners: dict[str, set[str]] = {}
    rows: dict[str, set[RowRef]] = {}
    for row in scene.book.rows("bank_accounts"):
        rows.setdefault(row["account_id"], set()).add(RowRef("bank_accounts", row["account_id"], row["source_id"]))
        if identified(row["owner_id"]) and row["source_id"] in trusted:
            owners.setdefault(row["account_id"], set()).add(row["owner_id"])
    for left, right in pairs:
        if owners.get(left, set()) & owners.get(right, set()):
            continue
        yield Finding(
            NAME,
            VERSION,
            Severity.MEDIUM,
            Message.of("account_one_off", left=left.partition(":")[2], right=right.partition(":")[2]),
            subjects=(RowRef("bank_accounts", left), RowRef("bank_accounts", right)),
            evidence=tuple(sorted(rows.get(left, set()) | rows.get(right, set()))),
            clears=Message.of("clear_account_owner"),
        )


TEXTS = {
    "altered_name": Text(
        "{newer} ({newer_id}) is written like {known} ({known_id}) with letters or marks that the eye does not see.",
        "{newer}（{newer_id}）与 {known}（{known_id}）外观相同，但含有肉眼难辨的字符。",
    ),
    "same_name": Text(
        "{newer} ({newer_id}) bears the name of another party, {known} ({known_id}).",
        "{newer}（{newer_id}）与另一主体 {known}（{known_id}）同名。",
    ),
    "other_legal_form": Text(
        "{newer} ({newer_id}) bears the name of {known} ({known_id}) with another legal form.",
        "{newer}（{newer_id}）与 {known}（{known_id}）名称主体相同，仅组织形式不同。",
    ),
    "nearly_same_name": Text(
        "{newer} ({newer_id}) is written nearly like {known} ({known_id}).",
        "{newer}（{newer_id}）与 {known}（{known_id}）名称近似。",
    ),
    "differs_by_place": Text(
        "{newer} ({newer_id}) and {known} ({known_id}) differ only by a place.",
        "{newer}（{newer_id}）与 {known}（{known_id}）名称仅地名不同。",
    ),
    "differs_by_number": Text(
        "{newer} ({newer_id}) and {known} ({known_id}) differ only by a number.",
        "{newer}（{newer_id}）与 {known}（{known_id}）名称仅序号不同。",
    ),
    "differs_by_trade": Text(
        "{newer} ({newer_id}) and {known} ({known_id}) differ only by the word for their trade, and one of them bears "
        "no valid identifier.",
        "{newer}（{newer_id}）与 {known}（{known_id}）名称仅行业用语不同，且其中一方没有有效标识。",
    ),
    "identifier_one_off": Text(
        "The identifier of {newer} ({newer_id}) has a wrong check digit and is one character from that of {known} "
        "({known_id}).",
        "{newer} 的标识（{newer_id}）校验位不符，且与 {known} 的标识（{known_id}）仅差一个字符。",
    ),
    "identifier_wrong": Text(
        "The check digit of the identifier {identifier} of {name} does not fit.",
        "{name} 的标识 {identifier} 校验位不符。",
    ),
    "account_one_off": Text(
        "Accounts {left} and {right} differ by one character and are not known to have one owner.",
        "账户 {left} 与 {right} 仅差一个字符，且未见为同一户主。",
    ),
    "identity_unknown": Text(
        "It is unknown whether {name} ({newer_id}) is the {name} ({known_id}) of the book: no identifier agrees.",
        "无法确认 {name}（{newer_id}）是否为账簿中的 {name}（{known_id}）：没有标识可对应。",
    ),
    "clear_relation": Text(
        "A register extract of both parties that shows how they are related, or the debtor's written authorisation.",
        "双方的登记信息，载明二者关系；或债务人的书面授权。",
    ),
    "clear_party_identity": Text(
        "A register extract with the party's identifier.",
        "载明该主体统一社会信用代码等标识的登记信息。",
    ),
    "clear_account_owner": Text(
        "The bank's statement of who owns each account.",
        "开户行出具的各账户户主证明。",
    ),
}

RULE = Rule(
    name=NAME,
    version=VERSION,
    question=Text(
        "Does the name, identifier or account of any party look like another's?",
        "是否有主体的名称、标识或账户与他人近似？",
    ),
    partition_by=WHOLE_GRAPH,
    texts=TEXTS,
    check=check,
)
