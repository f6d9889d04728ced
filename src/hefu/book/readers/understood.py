"""What was understood from one document, in at most three sentences that somebody at a desk can compare with it.

The sentences are made from the rows alone, where these are at hand, and are a few hundred bytes whatever the
document's size. What the document says stands in their fields: shortened, and free of characters that do not print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from hefu.book.book import Row
from hefu.book.readers.rows import Rows
from hefu.book.readers.understood_words import EVENT_KINDS, NOUNS
from hefu.core.money import Money
from hefu.core.quantity import Quantity
from hefu.core.texts import Language, Message, Shown, Text, show_date

SENTENCES_MAX = 3

_TEXT_MAX = 60
_PARTS_MAX = 4
_UNKNOWN = "\N{EN DASH}"
_OPENING = {"OPBD", "PRCD"}
_CLOSING = {"CLBD"}
_GATE_ZONE = timezone(timedelta(hours=8))
"""A gate log's own zone is not in the book; the house counts days in this one."""
_STATEMENTS = {"bank_statement", "bank_notification", "account_report"}

Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class _Joined:
    """Several things, one behind the other."""

    parts: tuple[Shown, ...]

    def shown(self, language: Language) -> str:
        return ("、" if language == Language.ZH else ", ").join(part.shown(language) for part in self.parts)

    def plain(self) -> dict[str, str | int]:
        return {language.value: self.shown(language) for language in Language}


@dataclass(frozen=True, slots=True)
class _Owned:
    """The number of an account and, where it is known, whose it is."""

    number: str
    owner: str = ""

    def shown(self, language: Language) -> str:
        if not self.owner:
            return self.number
        return f"{self.number}（{self.owner}）" if language == Language.ZH else f"{self.number} ({self.owner})"

    def plain(self) -> dict[str, str | int]:
        return {"number": self.number, "owner": self.owner}


def understood(rows: Rows) -> tuple[Message, ...]:
    """Return what was understood from a document; the texts of the messages are in `UNDERSTOOD`.

    The rows are such as fit the schema. The subject is that of the first table that speaks of one: a bank
    statement names parties too, and is a bank statement.
    """
    for table, describe in _SUBJECTS:
        if rows.tables.get(table):
            return tuple(describe(rows)[:SENTENCES_MAX])
    return (_everything(rows.tables),)


# Papers of a trade


def _paper(table: str, lines: str, code: str) -> Callable[[Rows], list[Message]]:
    def describe(rows: Rows) -> list[Message]:
        papers = rows.tables[table]
        if len(papers) > 1:
            return _many(table, papers)
        paper = papers[0]
        said = str(paper["kind"]) if table == "invoices" else code
        names = _names(rows.tables, paper["seller_id"], paper["buyer_id"], paper.get("payee_id"))
        first = Message.of(
            said,
            number=_shortened(paper["number"]),
            day=paper["issued_on"],
            seller=names[paper["seller_id"]],
            buyer=names[paper["buyer_id"]],
        )
        found = [first, _sums(said, paper, rows.tables.get(lines, ()))]
        payee = paper.get("payee_id")
        if payee and payee != paper["seller_id"]:
            found.append(Message.of("payee", payee=names[payee]))
        elif paper.get("order_number"):
            found.append(Message.of("for_order", number=_shortened(paper["order_number"])))
        return found

    return describe


def _many(table: str, papers: Sequence[Row]) -> list[Message]:
    count, days = _counted(table, len(papers)), _days(paper["issued_on"] for paper in papers)
    amount = _amounts(papers, _TOTAL) if table in {"orders", "invoices"} else None
    if amount is None:
        return [Message.of("many", count=count, days=days)]
    return [Message.of("count_sum", count=count, days=days, amount=amount)]


def _sums(code: str, paper: Row, lines: Sequence[Row]) -> Message:
    count = _counted("lines", len(lines))
    amount = _amounts([paper], _TOTAL) if "currency" in paper else None
    if amount is None:
        quantity = _quantities(lines)
        return (
            Message.of("lines_goods", lines=count, quantity=quantity) if quantity else Message.of("lines", lines=count)
        )
    if code == "invoice" and paper.get("due_on"):
        return Message.of("lines_due", lines=count, amount=amount, due=paper["due_on"])
    said = {"invoice": "lines_payable", "credit_note": "lines_credited"}.get(code, "lines_total")
    return Message.of(said, lines=count, amount=amount)


_TOTAL = ("payable_minor", "gross_minor", "net_minor", "lines_minor")
"""The first of these that a paper states is its total."""


# Bank


def _money(rows: Rows) -> list[Message]:
    payments = rows.tables.get("payments", [])
    balances = rows.tables.get("account_balances", [])
    account = _own_account(payments, balances)
    papers = dict.fromkeys(row["statement_number"] for row in (*balances, *payments) if row.get("statement_number"))
    number = _shortened(next(iter(papers))) if len(papers) == 1 else _counted("bank_statements", len(papers))
    found = []
    if rows.document_kind == "payment_order":
        found.append(Message.of("payment_order", number=number))
    elif account:
        said = rows.document_kind if rows.document_kind in _STATEMENTS and papers else "account"
        named = {"number": number} if said != "account" else {}
        found.append(Message.of(said, account=_account(rows.tables, account), **named))
    if payments:
        found.append(_flows(payments, account))
    return found + _balances(balances)


def _own_account(payments: Sequence[Row], balances: Sequence[Row]) -> str:
    """Return the one account that all is about, or nothing: a payment's id begins with the account that states it."""
    accounts = {row["account_id"] for row in balances}
    for row in payments:
        sides = (row.get("payer_account_id"), row.get("payee_account_id"))
        own = [side for side in sides if side and row["payment_id"].startswith(f"{side}/")]
        accounts.update(own or [""])
    return accounts.pop() if len(accounts) == 1 else ""


def _account(tables: Tables, account: str) -> _Owned:
    owners = [row.get("owner_name") for row in tables.get("bank_accounts", ()) if row["account_id"] == account]
    return _Owned(_shortened(account.partition(":")[2]), _shortened(next(filter(None, owners), "")))


def _flows(payments: Sequence[Row], account: str) -> Message:
    count = _counted("payments", len(payments))
    days = _days(row.get("booked_on") or row.get("valued_on") for row in payments)
    into = [row for row in payments if row.get("payee_account_id") == account]
    out = [row for row in payments if row.get("payer_account_id") == account]
    if not account or len(into) + len(out) != len(payments):
        return Message.of("count_sum", count=count, days=days, amount=_amounts(payments, ("amount_minor",)) or _UNKNOWN)
    flows = {
        name: _amounts(side, ("amount_minor",)) or _none(payments) for name, side in (("into", into), ("out", out))
    }
    return Message.of("in_out", count=count, days=days, **flows)


def _none(payments: Sequence[Row]) -> Money:
    return Money(0, payments[0]["currency"])


def _balances(balances: Sequence[Row]) -> list[Message]:
    if not balances or len({row["account_id"] for row in balances}) > 1:
        return []
    opening = [row for row in balances if row["type_code"] in _OPENING]
    closing = [row for row in balances if row["type_code"] in _CLOSING]
    if opening and closing:
        first, last = min(opening, key=_balance_day), max(closing, key=_balance_day)
        return [
            Message.of(
                "balances",
                opening=_balance(first),
                from_day=first["balance_on"],
                closing=_balance(last),
                to_day=last["balance_on"],
            )
        ]
    last = max(balances, key=_balance_day)
    return [Message.of("balance", amount=_balance(last), day=last["balance_on"])]


def _balance_day(row: Row) -> date:
    day: date = row["balance_on"]
    return day


def _balance(row: Row) -> Money:
    return Money(row["balance_minor"], row["currency"])


# Goods


def _gate(rows: Rows) -> list[Message]:
    movements = rows.tables["movements"]
    days = _days(moment.astimezone(_GATE_ZONE).date() for moment in _ends(movements))
    found = [Message.of("moments", count=_counted("movements", len(movements)), days=days)]
    if len({row["unit"] for row in movements}) == 1:
        sides = {side: [row for row in movements if row["direction"] == side] for side in ("in", "out")}
        none = Quantity(0, movements[0]["unit"])
        found.append(Message.of("moved", into=_quantities(sides["in"]) or none, out=_quantities(sides["out"]) or none))
    return found


def _traced(rows: Rows) -> list[Message]:
    events = rows.tables["trace_events"]
    zones = {row["happened_at"]: _zone(row["zone_offset"]) for row in events}
    days = _days(moment.astimezone(zones[moment]).date() for moment in _ends(events))
    kinds = Counter(row["kind"] for row in events)
    parts = [_beside(EVENT_KINDS[kind], count) for kind, count in kinds.most_common()]
    first = Message.of("events", count=_counted("trace_events", len(events)), days=days)
    return [first, Message.of("event_kinds", parts=_Joined(tuple(parts)))]


def _ends(rows: Sequence[Row]) -> tuple[datetime, datetime]:
    """Return the first and the last moment; days are told in local time, as the document shows them."""
    moments = [row["happened_at"] for row in rows]
    return min(moments), max(moments)


def _zone(offset: str) -> timezone:
    """Return the zone of `+08:00`."""
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return timezone(-ahead if offset.startswith("-") else ahead)


# Anything


def _everything(tables: Tables) -> Message:
    """Say how many of what there are, the most first."""
    counts = sorted(((len(some), name) for name, some in tables.items() if name in NOUNS and some), reverse=True)
    parts = [_counted(name, count) for count, name in counts[:_PARTS_MAX]]
    return Message.of("counted", parts=_Joined(tuple(parts))) if parts else Message.of("nothing")


_SUBJECTS = (
    ("invoices", _paper("invoices", "invoice_lines", "invoice")),
    ("orders", _paper("orders", "order_lines", "order")),
    ("deliveries", _paper("deliveries", "delivery_lines", "delivery")),
    ("despatches", _paper("despatches", "despatch_lines", "despatch")),
    ("payments", _money),
    ("account_balances", _money),
    ("movements", _gate),
    ("trace_events", _traced),
)
"""What a document is about, by the first table that it has rows in."""


def _names(tables: Tables, *identities: str | None) -> dict[str, str]:
    """Return how parties are named: as written, else by their number."""
    found = {identity: _number(identity) for identity in identities if identity}
    for row in tables.get("parties", ()):
        if row["party_id"] in found and row.get("name"):
            found[row["party_id"]] = _shortened(row["name"])
    return found


def _number(identity: str) -> str:
    scheme, _, number = identity.partition(":")
    return _UNKNOWN if scheme == "unnamed" else _shortened(number or identity)


def _shortened(text: str) -> str:
    """Return a text of the document in one short line of characters that print."""
    line = " ".join(text[: 4 * _TEXT_MAX].split())
    safe = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
    return safe if len(safe) <= _TEXT_MAX else f"{safe[: _TEXT_MAX - 1]}\N{HORIZONTAL ELLIPSIS}"


def _counted(name: str, count: int) -> Text:
    one, several, chinese = NOUNS[name]
    return Text(f"{count:,} {one if count == 1 else several}", f"{count:,} {chinese}")


def _beside(name: Text, count: int) -> Text:
    return Text(f"{name.en} {count:,}", f"{name.zh} {count:,}")


def _days(days: Iterable[date | None]) -> Text:
    """Return a day, or the first and the last of several."""
    known = [day for day in days if day]
    if not known:
        return Text(_UNKNOWN, _UNKNOWN)
    first, last = min(known), max(known)
    if first == last:
        return Text(show_date(first, Language.EN), show_date(first, Language.ZH))
    en, zh = ([show_date(day, language) for day in (first, last)] for language in (Language.EN, Language.ZH))
    return Text(f"{en[0]} \N{EN DASH} {en[1]}", f"{zh[0]} 至 {zh[1]}")


def _amounts(rows: Iterable[Row], columns: tuple[str, ...]) -> Shown | None:
    """Return the sum of what each row states first of some columns, per currency; None where a row states none."""
    sums: Counter[str] = Counter()
    for row in rows:
        stated = next((row[column] for column in columns if row.get(column) is not None), None)
        if stated is None:
            return None
        sums[row["currency"]] += stated
    parts = tuple(Money(amount_minor, currency) for currency, amount_minor in sorted(sums.items()))
    return _Joined(parts[:_PARTS_MAX]) if len(parts) > 1 else next(iter(parts), None)


def _quantities(rows: Iterable[Row]) -> Quantity | None:
    """Return the sum of quantities, or None where there is none or they are not of one unit."""
    rows = list(rows)
    units = {row.get("unit") for row in rows}
    if len(units) != 1 or any(row.get("quantity_milli") is None for row in rows):
        return None
    return Quantity(sum(row["quantity_milli"] for row in rows), _shortened(units.pop() or ""))
