"""AMLSim (IBM, Apache-2.0): transfers among accounts with planted cycles and fan-ins, as payments of the book.

Two layouts are read: `nodes.csv` with `transactions.csv` (the packed samples), and `accounts.csv` with `tx.csv` and
`alerts.csv` (sample/outputs). Steps of the simulation are days from 2020-01-01. The data names no currency; amounts
are held in USD, its accounts being in the US. An account that its makers call fraudulent is one label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hefu.book import Book, Row
from hefu.gym.outside.loaded import Label, Loaded, end_of, nearest_minor, read_csv, source, whole

SCHEME = "fund_loop"
_FIRST_DAY = date(2020, 1, 1)
_KNOWN = datetime(2020, 1, 1, tzinfo=UTC)
_CURRENCY = "USD"
_BANK = "amlsim:bank"


def load_amlsim(folder: Path) -> Loaded:
    """Return the accounts as parties with one account each, the transfers as payments, and the makers' labels."""
    if (folder / "nodes.csv").is_file():
        return _loaded(_nodes(folder), _transactions(folder))
    return _loaded(_accounts(folder), _transfers(folder))


def _nodes(folder: Path) -> Iterator[tuple[str, str, int | None]]:
    for row in read_csv(folder / "nodes.csv", ("nodeid", "isFraud", "init_balance", "fraudStep")):
        yield row["nodeid"], row["init_balance"], whole(row["fraudStep"]) if row["isFraud"] == "1" else None


def _transactions(folder: Path) -> Iterator[tuple[str, str, str, int]]:
    for row in read_csv(folder / "transactions.csv", ("sourceNodeId", "targetNodeId", "value", "time")):
        yield row["sourceNodeId"], row["targetNodeId"], row["value"], whole(row["time"])


def _accounts(folder: Path) -> Iterator[tuple[str, str, int | None]]:
    for row in read_csv(folder / "accounts.csv", ("ACCOUNT_ID", "init_balance", "start", "isFraud")):
        yield row["ACCOUNT_ID"], row["init_balance"], whole(row["start"]) if row["isFraud"].lower() == "true" else None


def _transfers(folder: Path) -> Iterator[tuple[str, str, str, int]]:
    needed = ("ACCOUNT_ID", "COUNTER_PARTY_ACCOUNT_NUM", "TXN_AMOUNT_ORIG", "start")
    for row in read_csv(folder / "tx.csv", needed):
        yield row["ACCOUNT_ID"], row["COUNTER_PARTY_ACCOUNT_NUM"], row["TXN_AMOUNT_ORIG"], whole(row["start"])


def _loaded(accounts: Iterable[tuple[str, str, int | None]], transfers: Iterable[tuple[str, str, str, int]]) -> Loaded:
    parties, held, balances, labels = [], [], [], []
    for number, balance, fraud_step in accounts:
        parties.append({"party_id": _party(number), "kind": "unknown", **_said()})
        held.append(_account_row(number))
        balances.append(_balance_row(number, balance))
        if fraud_step is not None:
            day = _FIRST_DAY + timedelta(days=max(fraud_step, 0))
            labels.append(Label(SCHEME, f"account-{number}", "parties", _party(number), day))
    payments = [_payment_row(at, *transfer) for at, transfer in enumerate(transfers)]
    tables: dict[str, list[Row]] = {
        "sources": [source(_BANK, "bank", _KNOWN)],
        "parties": parties,
        "bank_accounts": held,
        "account_balances": balances,
        "payments": payments,
    }
    return Loaded(Book.of_rows(tables), tuple(labels))


def _party(number: str) -> str:
    return f"amlsim:{number}"


def _account(number: str) -> str:
    return f"account:AMLSIM{number}"


def _said(known_at: datetime = _KNOWN) -> Row:
    return {"source_id": _BANK, "known_at": known_at}


def _account_row(number: str) -> Row:
    return {"account_id": _account(number), "owner_id": _party(number), "currency": _CURRENCY, **_said()}


def _balance_row(number: str, balance: str) -> Row:
    return {
        "balance_id": f"{_account(number)}/opening",
        "account_id": _account(number),
        "statement_number": "1",
        "type_code": "OPBD",
        "balance_minor": nearest_minor(balance, _CURRENCY),
        "currency": _CURRENCY,
        "balance_on": _FIRST_DAY,
        **_said(),
    }


def _payment_row(at: int, payer: str, payee: str, amount: str, step: int) -> Row:
    day = _FIRST_DAY + timedelta(days=step)
    return {
        "payment_id": f"payment:amlsim/{at:08d}",
        "payer_id": _party(payer),
        "payer_account_id": _account(payer),
        "payee_id": _party(payee),
        "payee_account_id": _account(payee),
        "amount_minor": nearest_minor(amount, _CURRENCY),
        "currency": _CURRENCY,
        "state": "booked",
        "booked_on": day,
        "valued_on": day,
        "way": "transfer",
        **_said(end_of(day, _KNOWN)),
    }
