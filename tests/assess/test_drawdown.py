"""A drawdown needs what a facility does not: the facility in force, the filing, and whom the money goes to."""

from __future__ import annotations

import csv
import io
import shutil
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hefu.assess.policy import Policy
from hefu.assess.write import Answer, answer

STEEL = Path(__file__).parents[2] / "examples" / "steel"
AS_OF = datetime.fromisoformat("2026-11-20T10:40:00+08:00")
APPLICANT = "91990000MA0Q7K3TXB"
FACILITY = f'facility_id = "facility:seller/{APPLICANT}"\n'
INVOICES = ("26990000000000012011", "26990000000000012012")


@pytest.fixture
def steel(tmp_path: Path) -> Path:
    """The sound request with its book; it is a facility until a test says otherwise."""
    shutil.copytree(STEEL / "sound", tmp_path / "sound")
    shutil.copytree(STEEL / "book", tmp_path / "book")
    return tmp_path


def say(steel: Path, was: str, instead: str) -> None:
    path = steel / "sound" / "request.toml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, instead, 1), encoding="utf-8")


def draw(steel: Path, more: str = FACILITY) -> None:
    """Turn the request into a drawdown on the seller's facility."""
    say(steel, 'kind = "facility"', f'{more}kind = "drawdown"')


def file_all(steel: Path, **changes: str) -> None:
    """File this lender's assignment of both invoices; `changes` are other cells of the filings."""
    path = steel / "book" / "filings.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    for number in INVOICES:
        row = dict(zip(header, rows[-1], strict=True))
        row |= {
            "filing_id": f"filing:{number}",
            "invoice_id": f"tax_invoice:{number}",
            "debtor_id": f"uscc:{APPLICANT}",
        }
        row |= {"filed_at": "2026-11-19T09:05:00+08:00", "known_at": "2026-11-19T09:05:00+08:00"}
        rows.append([{**row, **changes}[name] for name in header])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")


def answered(steel: Path) -> Answer:
    return answer(steel / "sound", steel / "book", AS_OF, Policy())


def states(given: Answer) -> dict[str, str]:
    checks = [check for question in given.dossier["coverage"] for check in question["checks"]]
    return {check["rule"]: check["state"] for check in checks if check["rule"].startswith("drawdown.")}


def codes(given: Answer) -> set[str]:
    found = {finding["code"] for finding in given.dossier["findings"] if finding["rule"].startswith("drawdown.")}
    parts = [part.reason.code for check in given.assessed.checks for part in check.unassessed]
    return found | set(parts)


LIMITS_OF_CAPITAL = {"single_loans", "single_exposure", "group_credit", "group_exposure", "dependent_exposure"}


def test_a_facility_is_decided_on_without_the_checks_of_a_drawdown() -> None:
    given = answer(STEEL / "sound", STEEL / "book", AS_OF, Policy())
    assert given.dossier["verdict"]["outcome"] == "lend"
    assert states(given) == {}
    limits = [limit["code"] for limit in given.dossier["amount"]["constraints"]]
    assert limits[:2] == ["borrowing_base", "buyer_line"]
    assert set(limits[2:]) == LIMITS_OF_CAPITAL


def test_a_request_that_does_not_say_its_kind_is_judged_as_one_that_moves_money(steel: Path) -> None:
    path = steel / "sound" / "request.toml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("kind")]
    path.write_text("\n".join(lines), encoding="utf-8")
    given = answered(steel)
    assert given.dossier["request"]["kind"] == "drawdown"
    assert given.dossier["verdict"]["outcome"] == "refer"
    assert {"facility_unnamed", "filing_none"} <= codes(given)


def test_a_drawdown_with_facility_and_filing_passes_and_has_conditions_of_its_own(steel: Path) -> None:
    draw(steel)
    file_all(steel, expires_on="2027-06-30")
    given = answered(steel)
    assert states(given) == {"drawdown.facility": "passed", "drawdown.perfection": "passed"}
    assert given.dossier["verdict"]["outcome"] == "lend"
    limits = {limit["code"] for limit in given.dossier["amount"]["constraints"]}
    assert limits == {"borrowing_base", "seller_line", "buyer_line", *LIMITS_OF_CAPITAL}
    conditions = " ".join(condition["zh"] for condition in given.dossier["verdict"]["conditions"])
    assert "放款审核" in conditions
    assert "审贷分离" in conditions


def test_an_earlier_loan_of_the_same_lender_on_the_invoice_still_counts_as_a_financing(steel: Path) -> None:
    draw(steel)
    file_all(steel, expires_on="2027-06-30")
    path = steel / "book" / "receivables.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    row = next(dict(zip(header, row, strict=True)) for row in rows if row[header.index("loan_id")])
    row |= {"receivable_id": "planted", "invoice_id": f"tax_invoice:{INVOICES[0]}", "state": "assigned"}
    row |= dict.fromkeys(("valid_from", "valid_to"), "") | {
        "holder_id": "uscc:91990000MA0B1Y4P53",
        "loan_id": "loan:live",
    }
    path.write_text(path.read_text(encoding="utf-8") + ",".join(row[name] for name in header) + "\n", encoding="utf-8")
    assert "trade.exact_duplicate_invoice" in {finding["rule"] for finding in answered(steel).dossier["findings"]}


def spoil_line(steel: Path, was: str, instead: str) -> None:
    path = steel / "book" / "facilities.csv"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, instead), encoding="utf-8")


def lapse(steel: Path) -> None:
    """The facility ends on the day of the decision."""
    draw(steel)
    spoil_line(steel, "2027-03-02", "2026-11-20")


def hear_say(steel: Path) -> None:
    """Only the borrower says that the facility was granted."""
    draw(steel)
    spoil_line(steel, "src:yunpu-core", "src:unheard-of")
    sources = steel / "book" / "sources.csv"
    text = sources.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("src:yunpu-core"))
    hearsay = row.replace("src:yunpu-core", "src:unheard-of").replace(",lender,", ",borrower,")
    sources.write_text(f"{text}{hearsay}\n", encoding="utf-8")


# what is done, what is said of it, the outcome
FAULTS: tuple[tuple[Any, str, str], ...] = (
    (lambda steel: draw(steel, ""), "facility_unnamed", "refer"),
    (lambda steel: draw(steel, 'facility_id = "facility:other"\n'), "facility_other", "decline"),
    (lapse, "facility_none", "decline"),
    (hear_say, "facility_hearsay", "refer"),
)


@pytest.mark.parametrize(("spoil", "code", "outcome"), FAULTS)
def test_a_drawdown_without_its_facility_is_not_paid_out(steel: Path, spoil: Any, code: str, outcome: str) -> None:  # noqa: ANN401 - a step
    spoil(steel)
    file_all(steel, expires_on="2027-06-30")
    given = answered(steel)
    assert code in codes(given)
    assert given.dossier["verdict"]["outcome"] == outcome


# the filings' other cells, what is said of them
FILINGS: tuple[tuple[dict[str, str], str], ...] = (
    ({"state": "cancelled"}, "filing_none"),
    ({"state": "expired"}, "filing_none"),
    ({"expires_on": "2026-11-19"}, "filing_none"),
    ({"kind": "lease"}, "filing_none"),
    ({"source_id": "src:yunpu-core"}, "filing_none"),
    ({"creditor_id": "uscc:91990000MA0H5D8U15"}, "filing_behind"),
    ({"expires_on": "2027-01-17"}, "filing_ends"),
    ({"expires_on": "2027-01-18"}, ""),
)


@pytest.mark.parametrize(("changes", "code"), FILINGS)
def test_the_security_must_be_filed_for_this_lender_first_and_long_enough(
    steel: Path, changes: dict[str, str], code: str
) -> None:
    draw(steel)
    file_all(steel, **{"expires_on": "2027-06-30", **changes})
    given = answered(steel)
    said = {one for one in codes(given) if one.startswith("filing")}
    assert (code in said) if code else said == set()
    assert (given.dossier["verdict"]["outcome"] == "lend") <= (code == "")


# amount, payee, account, the lender's licence -> state of the check, what is said
ENTRUSTED = (
    ("10000000.00", "", "", "bank", "passed", ""),
    ("10000000.01", "", "", "bank", "not_assessed", "payee_unnamed"),
    ("10000000.01", "uscc:91990200MA0D3J6G6J", "account:1", "bank", "passed", ""),
    ("10000000.01", f"uscc:{APPLICANT}", "account:1", "bank", "failed", "payee_is_applicant"),
    ("10000000.01", "", "", "commercial_factor", "passed", ""),
    ("10000000.01", "", "", "", "not_assessed", "law_unknown"),
)


@pytest.mark.parametrize(("amount", "payee", "account", "licence", "state", "code"), ENTRUSTED)
def test_above_the_laws_figure_the_lender_pays_the_payee_itself(
    steel: Path, amount: str, payee: str, account: str, licence: str, state: str, code: str
) -> None:
    draw(steel, f'{FACILITY}payee_id = "{payee}"\npayee_account_id = "{account}"\n')
    say(steel, 'product = "factoring_with_recourse"', 'product = "working_capital_loan"')
    say(steel, 'amount = "3000000.00"', f'amount = "{amount}"')
    capital = steel / "book" / "lender_capital.csv"
    text = capital.read_text(encoding="utf-8")
    assert ",bank," in text
    if licence:
        capital.write_text(text.replace(",bank,", f",{licence},"), encoding="utf-8")
    else:
        capital.unlink()
    given = answered(steel)
    assert states(given)["drawdown.entrusted_payment"] == state
    assert not code or code in codes(given)
    if state == "failed":
        (cite,) = [one for one in given.dossier["cited"] if one["labels"]]
        assert cite["rule_id"] == "entrusted_payment.payee_over"
        assert cite["valid_from"]
        assert all(one["limits"] for one in given.dossier["cited"] if one is not cite)


def test_a_required_check_that_the_code_lost_is_never_paid_out(steel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: the checks of a drawdown are not made."""
    draw(steel)
    file_all(steel, expires_on="2027-06-30")
    monkeypatch.setattr("hefu.assess.drawdown.checks_of", lambda *_: ())
    given = answered(steel)
    assert given.dossier["verdict"]["outcome"] != "lend"
    assert "drawdown.perfection" in given.dossier["verdict"]["flips"][0]["changes"][-1].get("rule", "")


def test_a_facility_that_names_another_is_refused(steel: Path) -> None:
    say(steel, 'kind = "facility"', f'{FACILITY}kind = "facility"')
    with pytest.raises(Exception, match="request_inconsistent"):
        answered(steel)


def test_the_samples_say_their_kind() -> None:
    kinds = [tomllib.loads(path.read_text(encoding="utf-8"))["kind"] for path in STEEL.glob("*/request.toml")]
    assert kinds == ["facility"] * 4
