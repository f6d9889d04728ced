"""Payer and debtor: whether the debtor paid, from his own account or in another lawful way, to the right payee.

Asked of every payment that settles an invoice (the derived table `allocations`). The payer is whoever owns
the account paid from; only where no owner is known does the payer named by the statement count. Accounts,
identifiers and authorisations that rest on the borrower's word alone do not speak for him.

| who paid                                                                  | answer                             |
|---------------------------------------------------------------------------|------------------------------------|
| the seller, or one in the seller's control group, represented or directed | STOP seller_pays_itself            |
| the debtor, under any identifier that is known to be his                  | nothing                            |
| one whom an authorisation names for this debtor (and creditor), in force  | nothing                            |
| that day, within its limit: 财务公司, 代付, endorsed bill, set-off        |                                    |
| anyone, by bill or set-off, with the debtor as ultimate payer             | nothing                            |
| one whose authorisation is out of force, exceeded, for another creditor,  | MEDIUM authorisation_falls_short   |
| or the borrower's word only                                               |                                    |
| a member of the debtor's control group that is on no list                 | MEDIUM payer_is_debtor_affiliate   |
| another by transfer, the debtor being stated as ultimate payer: the payer | MEDIUM payer_claims_debtor         |
| writes that field himself                                                 |                                    |
| one whose name resembles the debtor's                                     | HIGH payer_looks_like_debtor       |
| anybody else, named with or without an identifier                         | HIGH payer_is_third_party          |
| one who bears the debtor's own name or a branch's (分公司), without       | not assessed                       |
| account or identifier that tells; or one not named at all                 |                                    |

An authorisation clears a member of the seller's group (a finance company that serves both), but not the
seller himself, unless the way is set-off. Money is rightly paid into an account that the confirmation
locks; where none is locked, into the account on the invoice, to the seller, the payee on the invoice, or
one who holds the claim. Elsewhere is MEDIUM paid_elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hefu.book.book import Book
from hefu.book.rule import WHOLE_GRAPH, Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Value
from hefu.funds.authorisations import authorised, shortfall
from hefu.funds.config import FundsConfig
from hefu.funds.scene import Scene, Settlement, scene_of, settlements
from hefu.funds.texts.payer_not_debtor import QUESTION, TEXTS
from hefu.parties.identity import Party, identified, told_apart
from hefu.parties.names import Likeness, likeness

NAME = "funds.payer_not_debtor"
VERSION = 1

_BY_PAPER = {"bill", "set_off"}
_CLEARS_PAYER = Message.of("clear_payer")
_CLEARS_STATEMENT = Message.of("clear_payment_statement")


def check(book: Book, config: FundsConfig, at: Context) -> Iterable[Finding | Unassessed]:
    """Return findings and open questions, payment by payment."""
    found, loose = settlements(book, at)
    if not found and not loose:
        code = "no_payment_allocated" if book.table("payments").num_rows else "no_payment"
        yield Unassessed(NAME, VERSION, Message.of(code), (), _CLEARS_STATEMENT, PaperKind.BANK_STATEMENT)
    for row in loose:
        subjects = (RowRef("payments", row["payment_id"]), RowRef("invoices", row["invoice_id"]))
        yield Unassessed(
            NAME,
            VERSION,
            Message.of("settlement_row_missing"),
            subjects,
            Message.of("clear_payment_statement"),
            PaperKind.BANK_STATEMENT,
        )
    scene = scene_of(book, config, at, found)
    for settlement in found:
        yield from _payer(scene, settlement)
        yield from _payee(scene, settlement)


def _payer(scene: Scene, paid: Settlement) -> Iterator[Finding | Unassessed]:
    accounts = paid.named("payer_account_id")
    owners = scene.owners(accounts, paid.day)
    stated = {one for one in paid.named("payer_id") if identified(one)}
    seller_side = sorted(one for one in owners | stated if _is_seller_side(scene, paid, one))
    if seller_side:
        yield _finding(scene, paid, Severity.STOP, "seller_pays_itself", seller_side[0])
    elif owners or stated:
        for payer in sorted(owners or stated):
            yield from _identified_payer(scene, paid, payer)
    else:
        yield from _named_payer(scene, paid)


def _is_seller_side(scene: Scene, paid: Settlement, payer: str) -> bool:
    sellers = paid.billed("seller_id")
    if any(scene.is_one(payer, seller) for seller in sellers):
        return not (authorised(scene, paid, payer) and _ways(paid) == {"set_off"})
    if _is_debtor(scene, paid, payer) or authorised(scene, paid, payer):
        return False
    return any(scene.affiliated(payer, seller) for seller in sellers)


def _identified_payer(scene: Scene, paid: Settlement, payer: str) -> Iterator[Finding | Unassessed]:
    if _is_debtor(scene, paid, payer) or authorised(scene, paid, payer):
        return
    ultimate = any(_is_debtor(scene, paid, one) for one in paid.named("ultimate_payer_id"))
    if ultimate and _ways(paid) <= _BY_PAPER:
        return
    names = scene.parties[payer].names
    kind = _likeness(scene, paid, names, payer)
    own_name = kind is Likeness.SAME and not _told_apart(scene, paid, payer)
    if own_name or kind is Likeness.BRANCH:
        yield _unknown(paid, "payer_unknown", scene.parties[payer].name)
    elif why := shortfall(scene, paid, payer):
        yield _finding(scene, paid, Severity.MEDIUM, "authorisation_falls_short", payer, why=why)
    elif all(scene.affiliated(payer, debtor) for debtor in paid.billed("buyer_id")):
        yield _finding(scene, paid, Severity.MEDIUM, "payer_is_debtor_affiliate", payer)
    elif kind is not None and kind.deceives:
        yield _finding(scene, paid, Severity.HIGH, "payer_looks_like_debtor", payer)
    elif ultimate:
        yield _finding(scene, paid, Severity.MEDIUM, "payer_claims_debtor", payer)
    else:
        yield _finding(scene, paid, Severity.HIGH, "payer_is_third_party", payer)


def _named_payer(scene: Scene, paid: Settlement) -> Iterator[Finding | Unassessed]:
    """Judge a payer of whom only a name is known: the debtor's own name is no proof, another's is an answer."""
    ids = paid.named("payer_id")
    ultimate = any(_is_debtor(scene, paid, one) for one in paid.named("ultimate_payer_id"))
    if ultimate and _ways(paid) <= _BY_PAPER:
        return
    names = {name for one in ids for name in scene.parties[one].names}
    names |= {row["payer_name"] for row in paid.payments if row["payer_name"]}
    names |= scene.owner_names(paid.named("payer_account_id"))
    kinds = {name: _likeness(scene, paid, [name]) for name in sorted(names)}
    unlike = [name for name, kind in kinds.items() if kind not in {Likeness.SAME, Likeness.BRANCH}]
    debtors_named = any(scene.parties[one].names for one in paid.billed("buyer_id"))
    if not unlike or not debtors_named:
        yield _unknown(paid, "payer_unknown" if names else "payer_unnamed", min(names, default=""))
        return
    kind = kinds[unlike[0]]
    code = "payer_looks_like_debtor" if kind is not None and kind.deceives else "payer_is_third_party"
    yield _finding(scene, paid, Severity.HIGH, code, ids[0] if ids else "", payer_name=unlike[0])


def _payee(scene: Scene, paid: Settlement) -> Iterator[Finding]:
    accounts, invoices = set(paid.named("payee_account_id")), {row["invoice_id"] for row in paid.invoices}
    locked = {account for one in invoices for account in scene.locked.get(one, ())}
    if accounts & (locked or set(paid.billed("payee_account_id"))):
        return
    payees = scene.owners(accounts, paid.day) or {one for one in paid.named("payee_id") if identified(one)}
    right = {*paid.billed("seller_id"), *paid.billed("payee_id")}
    right |= {lender for one in invoices for lender in scene.lenders.get(one, ())}
    elsewhere = sorted(one for one in payees if not any(scene.is_one(one, other) for other in right))
    if (locked and accounts) or elsewhere:
        payee = (elsewhere or sorted(payees) or [""])[0]
        shown: Value = scene.parties[payee].name if payee else "–"
        message = Message.of(
            "paid_elsewhere", payment=paid.payment_id, payee=shown, account=", ".join(sorted(accounts)) or "–"
        )
        yield _of(scene, paid, Severity.MEDIUM, message, Message.of("clear_payee"), {payee} & payees)


def _is_debtor(scene: Scene, paid: Settlement, payer: str) -> bool:
    """Tell whether a payer is the debtor by every source that names one."""
    return all(scene.is_one(payer, debtor) for debtor in paid.billed("buyer_id"))


def _told_apart(scene: Scene, paid: Settlement, payer: str) -> bool:
    debtors = _debtors_besides(scene, paid, payer)
    return all(told_apart(scene.parties[payer], scene.parties[debtor]) for debtor in debtors)


def _ways(paid: Settlement) -> set[str]:
    return set(paid.named("way"))


def _debtors_besides(scene: Scene, paid: Settlement, payer: str) -> list[str]:
    """Return the debtors by any source, less the payer himself where sources disagree."""
    debtors = list(paid.billed("buyer_id"))
    return [one for one in debtors if not (payer and scene.is_one(payer, one))] or debtors


def _likeness(scene: Scene, paid: Settlement, names: list[str], payer: str = "") -> Likeness | None:
    """Return the most telling likeness between some names and any name of the debtor."""
    order, config = list(Likeness), scene.config.parties
    debtors = {name for one in _debtors_besides(scene, paid, payer) for name in scene.parties[one].names}
    kinds = [kind for one in names for other in debtors if (kind := likeness(one, other, config))]
    return min(kinds, key=order.index, default=None)


def _finding(
    scene: Scene,
    paid: Settlement,
    severity: Severity,
    code: str,
    payer_id: str,
    *,
    payer_name: str = "",
    **more: Value,
) -> Finding:
    debtor = scene.parties[_debtors_besides(scene, paid, payer_id)[0]]
    payer = scene.parties.get(payer_id, Party(payer_id))
    message = Message.of(
        code,
        payment=paid.payment_id,
        debtor=debtor.name,
        debtor_id=debtor.shown_id,
        payer=payer_name or payer.name,
        payer_id=payer.shown_id,
        **more,
    )
    return _of(scene, paid, severity, message, _CLEARS_PAYER, {payer_id} - {""})


def _of(
    scene: Scene, paid: Settlement, severity: Severity, message: Message, clears: Message, about: set[str]
) -> Finding:
    rows = {ref for one in (*about, *paid.billed("buyer_id")) for ref in scene.parties[one].rows}
    rows |= {
        RowRef("bank_accounts", one, row["source_id"])
        for one in (*paid.named("payer_account_id"), *paid.named("payee_account_id"))
        for row in scene.accounts.get(one, ())
    }
    return Finding(
        NAME,
        VERSION,
        severity,
        message,
        subjects=(*paid.subjects, *(RowRef("parties", one) for one in sorted(about))),
        evidence=(*paid.evidence, *sorted(rows)[: scene.config.evidence_rows_max]),
        clears=clears,
        at_risk=paid.allocated,
    )


def _unknown(paid: Settlement, code: str, payer: Value) -> Unassessed:
    reason = Message.of(code, payment=paid.payment_id, payer=payer)
    return Unassessed(
        NAME, VERSION, reason, paid.subjects, Message.of("clear_payer_identity"), PaperKind.BANK_STATEMENT
    )


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
