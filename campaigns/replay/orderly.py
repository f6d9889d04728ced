"""A case in which nothing is amiss: one of the four requests of the steel chain, with what ails it put right.

What is left to chance here leaves an orderly request orderly: how much is asked below what is supportable, which of
its invoices, for which product, as a facility or as a drawdown with all that one needs.
"""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

from campaigns.replay.rows import Row, change, change_each, likely, say, write_rows

PRODUCTS = ("factoring_with_recourse", "factoring_without_recourse", "working_capital_loan")
_TWICE = ("26990200000000034417", "L-2026-0877")
_LOOKS_ALIKE = {
    "岭北重工设备股份有限公司": "岭北重工装备股份有限公司",
    "91990000MA0H2M4W0Y": "91990400MA0H2L8R26",
    "9904000120260603016": "9902000320010416022",
}
_LINE = re.compile(r"  <cac:(?:Despatch|Receipt)Line>.*?</cac:(?:Despatch|Receipt)Line>\n", re.DOTALL)
_ID = r"<cbc:ID>([^<]+)</cbc:ID>"


def facts_of(request: Path) -> dict[str, Any]:
    """Return what a request's file says."""
    return tomllib.loads((request / "request.toml").read_text(encoding="utf-8"))


def mend(name: str, request: Path, book: Path) -> None:
    """Put right what ails a request: a loan on its invoice, goods nobody received, a payer that only looks alike."""
    if name == "financed-twice":
        for table in ("loans", "loan_events", "filings", "receivables"):
            change(book / f"{table}.csv", _without_loan)
    elif name == "undelivered":
        for path in sorted(request.glob("from-applicant/despatch-*.xml")):
            _receive(path, request / "from-buyer")
    elif name == "look-alike-payer":
        path = request / "from-bank" / "statement-2026-11.xml"
        text = path.read_text(encoding="utf-8")
        for was, instead in _LOOKS_ALIKE.items():
            text = text.replace(was, instead)
        path.write_text(text, encoding="utf-8")


def _without_loan(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not any(word in cell for cell in row.values() for word in _TWICE)]


def _receive(despatch: Path, buyer: Path) -> None:
    """Write the buyer's receipt of all that a despatch advice lists, in the form of a receipt it gave before."""
    form = (buyer / "receipt-MYGG-RK-1013.xml").read_text(encoding="utf-8")
    text = despatch.read_text(encoding="utf-8")
    number, order = re.findall(_ID, text)[:2]
    receipt, day = f"MYGG-RK-{number[-3:]}", re.findall(r"<cbc:EndDate>([^<]+)<", text)[0]
    line_form = _LINE.findall(form)[0]
    lines = "".join(_received(line_form, line, number) for line in _LINE.findall(text))
    whole = _LINE.sub(lambda _: lines, form).replace("2026-10-13", day).replace("2026-10-12", day)
    whole = whole.replace("MYGG-RK-1013", receipt).replace("CB-FH-26-104", number).replace("MYGG-2026-0925", order)
    (buyer / f"receipt-{receipt}.xml").write_text(whole, encoding="utf-8")


def _received(form: str, line: str, despatch: str) -> str:
    """Return a line of a receipt for a line of a despatch advice."""
    number, order, item = re.findall(_ID, line)
    (order_line,) = re.findall(r"<cbc:LineID>([^<]+)<", line)
    (quantity,) = re.findall(r"<cbc:DeliveredQuantity[^>]*>([^<]+)<", line)
    (name,) = re.findall(r"<cbc:Name>([^<]+)<", line)
    cells = iter((number, order, despatch, item))
    form = re.sub(_ID, lambda _: f"<cbc:ID>{next(cells)}</cbc:ID>", form)
    references = iter((order_line, number))
    form = re.sub(r"<cbc:LineID>[^<]+<", lambda _: f"<cbc:LineID>{next(references)}<", form)
    form = re.sub(r"(<cbc:ReceivedQuantity[^>]*>)[^<]+<", rf"\g<1>{quantity}<", form)
    return re.sub(r"<cbc:Name>[^<]+<", f"<cbc:Name>{name}<", form)


def ask(chance: random.Random, request: Path) -> None:
    """Ask for an amount that the papers support, on some of the invoices, for one of the products."""
    path, facts = request / "request.toml", facts_of(request)
    cents = chance.choice([0, chance.randrange(100)])
    say(path, "amount", f'"{chance.randrange(1, 10) * 10**5 + chance.choice([0, 37_512])}.{cents:02d}"')
    say(path, "rate_bps", str(chance.randrange(300, 600)))
    say(path, "product", f'"{chance.choice(PRODUCTS)}"')
    say(path, "starts_on", f"2026-11-{chance.choice([23, 24, 25, 25, 30])}")
    text = path.read_text(encoding="utf-8")
    offered = f"invoices = {chance.choice([facts['invoices'], facts['invoices'][:1]])}"
    path.write_text(re.sub(r"(?s)invoices = \[.*?\]", offered.replace("'", '"'), text, count=1), encoding="utf-8")


def draw(chance: random.Random, request: Path, book: Path) -> None:
    """Turn a request into a drawdown on the seller's line, its invoices filed for this lender, a payee named."""
    path, facts = request / "request.toml", facts_of(request)
    seller = facts["applicant_id"].partition(":")[2]
    say(path, "kind", '"drawdown"')
    say(path, "facility_id", f'"facility:seller/{seller}"')
    if chance.randrange(2):
        say(path, "payee_id", '"uscc:91990200MA0D3J6G6J"')
        say(path, "payee_account_id", '"account:9902000320031120014"')
    change(book / "filings.csv", lambda rows: rows + [_filing(rows[0], facts, number) for number in facts["invoices"]])


def _filing(like: Row, facts: dict[str, Any], number: str) -> Row:
    day = "2026-11-19T09:05:00+08:00"
    return like | {
        "filing_id": f"filing:2026{number[-8:]}",
        "debtor_id": facts["applicant_id"],
        "creditor_id": facts["lender_id"],
        "description": f"应收账款转让：发票 {number}",
        "invoice_id": f"tax_invoice:{number}",
        "filed_at": day,
        "expires_on": "2027-11-18",
        "state": "live",
        "known_at": day,
    }


def tell_accounts(chance: random.Random, request: Path, book: Path) -> None:
    """Put the applicant's accounts of two years into the book, without which no working-capital loan is reckoned."""
    facts = facts_of(request)
    sales = chance.randrange(80, 200) * 10**8
    shares = {
        "sales": 100, "cost": 92, "stock": 9, "receivables": 16, "payables": 7, "prepaid": 2, "advances": 1, "profit": 4
    }  # fmt: skip
    rows = []
    for year in (2024, 2025):
        row = {
            "statement_id": f"statement:{year}",
            "party_id": facts["applicant_id"],
            "period_from": f"{year}-01-01",
            "period_to": f"{year}-12-31",
            "own_working_minor": str(sales // 50),
            "other_working_minor": "0",
            "currency": "CNY",
            "source_id": "src:yunpu-core",
            "known_at": "2026-04-30T09:00:00+08:00",
        }
        rows.append(row | {f"{name}_minor": str(sales * part // 100) for name, part in shares.items()})
        sales += sales // 20
    write_rows(book / "statements.csv", list(rows[0]), rows)


def vary(chance: random.Random, book: Path) -> None:
    """Change what no answer hangs on: the order of rows, addresses, room in lines and capital, a company more."""
    for path in sorted(book.glob("*.csv")):
        if likely(chance, 40):
            change(path, lambda rows: chance.sample(rows, len(rows)))
    number = chance.randrange(1, 300)
    change_each(book / "parties.csv", lambda row: {"address": f"{row['address']}{chance.randrange(1, 30)}室"})
    change_each(book / "facilities.csv", lambda row: {"limit_minor": str(int(row["limit_minor"]) + number * 10**5)})
    change_each(book / "lender_capital.csv", lambda row: {"tier1_minor": str(int(row["tier1_minor"]) - number * 10**8)})
    if chance.randrange(2):
        extra = {"party_id": "party:afar", "name": "遥岸纺织品有限公司", "uscc": "", "other_names": "", "phone": ""}
        change(book / "parties.csv", lambda rows: [*rows, rows[-1] | extra | {"industry": "C1711"}])


def is_loan(request: Path) -> bool:
    """Tell whether a request is for a working-capital loan."""
    return bool(facts_of(request)["product"] == PRODUCTS[2])
