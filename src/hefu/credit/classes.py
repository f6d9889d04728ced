"""The five classes of a lender's loans by exact day tests, and what one bad loan does to a debtor's others.

By itself a loan is: overdue at all, 关注 at least; overdue longer, impaired or with heavy expected loss, 次级,
可疑, 损失; in its year of watch after a restructuring, 关注 at least. Then two tests of the debtor: where more than
a share of what it owes one bank is bad, all of it there is 次级 at least; where more than a share of what it
owes to all banks is long overdue, all is. Both tests are asked once, of the loans' own classes and days:
contamination never crosses to another debtor, the second test reads days and no class, and whoever is raised
by it is bad with everything, so asking again changes nothing. A natural person's debts do not taint each
other.

Days: a loan due on the 1st is one day overdue on the 2nd. Shares are of each currency by itself and the worst
decides: if the whole is above a share, at least one currency is.

Source: 商业银行金融资产风险分类办法 (2023-1) art. 10-13, 16, 18; every figure comes from the rule book.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book
from hefu.book.schema import table_named
from hefu.book.tables.derived import FIVE_CLASSES
from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.core.money import BPS_WHOLE
from hefu.credit.arrays import (
    NEVER,
    Flags,
    Ints,
    day_number,
    days_of,
    flags_of,
    frame_from,
    ints_of,
    is_among,
    is_unique,
)
from hefu.credit.figures import figure_of, value_of
from hefu.credit.terms import add_months

CLASSES = tuple(FIVE_CLASSES.split())
NORMAL, SPECIAL_MENTION, SUBSTANDARD, DOUBTFUL, LOSS = range(5)
Ranks = npt.NDArray[np.int8]

_SAID = ("loan_id", "lender_id", "borrower_id", "currency", "outstanding_minor")
_LOAN = (*_SAID, "due_on", "state", "overdue_from", "impaired", "loss_bps")
_OPEN = pa.array(["open", "overdue"])

_RULES = (
    "overdue_special_mention_over",
    "overdue_substandard_over",
    "overdue_doubtful_over",
    "overdue_loss_over",
    "impaired_substandard",
    "impaired_doubtful_from",
    "impaired_loss_from",
    "restructured_watch_min",
    "contamination_own_over",
    "contamination_all_over",
    "contamination_all_overdue_over",
)


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """The figures of the five classes in force on a day, by the last part of their rule's id."""

    figures: tuple[Figure, ...]

    def __getitem__(self, name: str) -> int:
        """Return one figure's number."""
        return value_of(self.cite(name))

    def cite(self, name: str) -> Figure:
        """Return one figure."""
        return next(one for one in self.figures if one.rule_id == f"classification.{name}")


def class_figures(at: Context) -> ClassFigures | NoFigure:
    """Return the figures in force for banks on the day of the context, or why one of them is missing."""
    found = [
        figure_of(at, f"classification.{rule}", {Anchor.CLASSIFICATION: at.today}, Licence.BANK) for rule in _RULES
    ]
    missing = next((one for one in found if isinstance(one, NoFigure)), None)
    return missing or ClassFigures(tuple(one for one in found if isinstance(one, Figure)))


def loan_classes(book: Book, figures: ClassFigures, today: date) -> pa.Table:
    """Return the derived table `loan_classes`: every loan on which something is owed, of every lender in the book.

    Reads `loans`, `loan_events` and the kinds of `parties`.
    """
    table = table_named("loan_classes")
    return classified(book, _loans_owed(book), figures, today).select(list(table.column_names)).cast(table.arrow)


def _loans_owed(book: Book) -> pa.Table:
    """Return each loan once on which something is owed; by several words the gravest counts."""
    loans = book.table("loans", _LOAN)
    owed = loans.filter(pc.and_(pc.is_in(loans["state"], _OPEN), pc.greater(loans["outstanding_minor"], 0)))
    return owed if is_unique(loans["loan_id"]) else _once(owed)


def _once(owed: pa.Table) -> pa.Table:
    """Each loan once, by the gravest of its words."""
    once = frame_from(owed).group_by("loan_id", "lender_id", "currency", maintain_order=True)
    gravest = once.agg(
        pl.col("borrower_id").min(),
        pl.col("outstanding_minor").max(),
        pl.col("due_on", "overdue_from").min(),
        pl.col("state").max(),
        pl.col("impaired").max(),
        pl.col("loss_bps").max(),
    )
    return gravest.select(owed.column_names).to_arrow().cast(owed.schema)


def _overdue_days(owed: pa.Table, events: pa.Table, today: date) -> Ints:
    """Return for each loan the days overdue; the lender's own word "overdue" without a day is a day at least."""
    since = np.minimum(days_of(owed["overdue_from"]), days_of(owed["due_on"]) + 1)
    reported = _overdue_since(events)
    if reported:
        since = np.minimum(since, [reported.get(one, NEVER) for one in owed["loan_id"].to_pylist()])
    said = pc.equal(owed["state"], "overdue").to_numpy()
    days: Ints = np.maximum(day_number(today) - since + 1, said)
    return days


def _overdue_since(events: pa.Table) -> dict[str, int]:
    """The day of the oldest part reported overdue that no later repayment covers; repayments go to the oldest first.

    A part reported without its amount is never covered.
    """
    overdue = _told(events, "overdue")
    repaid = _told(events, "repaid") if overdue else {}
    found: dict[str, int] = {}
    for loan_id, parts in overdue.items():
        first_on, told = parts[0][0], 0
        covered = sum(amount or 0 for day, amount in repaid.get(loan_id, ()) if day >= first_on)
        for day, amount in parts:
            told += amount or 0
            if amount is None or covered < told:
                found[loan_id] = day
                break
    return found


def _told(events: pa.Table, event: str) -> dict[str, list[tuple[int, int | None]]]:
    """The days and amounts reported of each loan, by day; the same report of two sources counts once."""
    rows = events.filter(pc.equal(events["event"], event)) if len(events) else events
    if not len(rows):
        return {}
    days, amounts = days_of(rows["happened_on"]).tolist(), rows["amount_minor"].to_pylist()
    found: dict[str, list[tuple[int, int | None]]] = {}
    for loan_id, day, amount in set(zip(rows["loan_id"].to_pylist(), days, amounts, strict=True)):
        found.setdefault(loan_id, []).append((day, amount))
    return {loan_id: sorted(told, key=lambda part: part[0]) for loan_id, told in found.items()}


def _watched(events: pa.Table, months: int, today: date) -> list[str]:
    """Return the loans in their time of watch after the last restructuring."""
    rows = events.filter(pc.equal(events["event"], "restructured")) if len(events) else events
    ends = {day: add_months(day, months) > today for day in set(rows["happened_on"].to_pylist())}
    pairs = zip(rows["loan_id"].to_pylist(), rows["happened_on"].to_pylist(), strict=True)
    return [loan_id for loan_id, day in pairs if ends[day]]


def classified(book: Book, owed: pa.Table, figures: ClassFigures, today: date) -> pa.Table:
    """Return some loans with days overdue, own and final class, and the reason of each."""
    events = book.table("loan_events", ("loan_id", "event", "amount_minor", "happened_on"))
    days = _overdue_days(owed, events, today)
    watched = _watched(events, figures["restructured_watch_min"], today)
    reasons, ranks = ["none", "debtor_overdue_everywhere", "debtor_bad_here"], np.full(len(owed), NORMAL, np.int8)
    own = np.zeros(len(owed), np.int8)
    for rank, reason, bites in reversed(_tests(owed, days, watched, figures)):
        ranks[bites], own[bites] = rank, len(reasons)
        reasons.append(reason)
    final_ranks, final = ranks.copy(), own.copy()
    here, everywhere = _tainted(book, owed, days, ranks, figures)
    for place, tainted in ((1, everywhere), (2, here)):
        raised = tainted & (ranks < SUBSTANDARD)
        final_ranks[raised], final[raised] = SUBSTANDARD, place
    added = {
        "overdue_days": pa.array(days),
        "own_rank": pa.array(ranks),
        "own_class": pa.array(CLASSES).take(pa.array(ranks)),
        "own_reason": pa.array(reasons).take(pa.array(own)),
        "final_class": pa.array(CLASSES).take(pa.array(final_ranks)),
        "final_reason": pa.array(reasons).take(pa.array(final)),
    }
    return pa.table({**{name: owed[name] for name in _SAID}, **added})


def _tests(owed: pa.Table, days: Ints, watched: list[str], figures: ClassFigures) -> list[tuple[int, str, Flags]]:
    """Every test of a single loan, worst class first: the first that bites decides class and reason."""
    loss, impaired = ints_of(owed["loss_bps"]), flags_of(owed["impaired"])
    # An expected loss is one of an impaired loan unless the lender says that it is not impaired.
    maybe_impaired = flags_of(owed["impaired"], empty=True)
    in_watch = is_among(owed["loan_id"], watched)
    return [
        (LOSS, "overdue_loss_over", days > figures["overdue_loss_over"]),
        (LOSS, "impaired_loss_from", maybe_impaired & (loss >= figures["impaired_loss_from"])),
        (DOUBTFUL, "overdue_doubtful_over", days > figures["overdue_doubtful_over"]),
        (DOUBTFUL, "impaired_doubtful_from", maybe_impaired & (loss >= figures["impaired_doubtful_from"])),
        (SUBSTANDARD, "overdue_substandard_over", days > figures["overdue_substandard_over"]),
        (SUBSTANDARD, "impaired_substandard", impaired),
        (SPECIAL_MENTION, "overdue_special_mention_over", days > figures["overdue_special_mention_over"]),
        (SPECIAL_MENTION, "restructured_watch_min", in_watch),
    ]


def _tainted(book: Book, owed: pa.Table, days: Ints, ranks: Ranks, figures: ClassFigures) -> tuple[Flags, Flags]:
    """Whose debtor is bad with everything it owes its lender, and whose with everything it owes."""
    # Only a debtor with something bad or long overdue can taint the rest.
    touched = (ranks >= SUBSTANDARD) | (days > figures["contamination_all_overdue_over"])
    here, everywhere = np.zeros(len(owed), bool), np.zeros(len(owed), bool)
    if not touched.any():
        return here, everywhere
    debtors = set(owed["borrower_id"].filter(pa.array(touched)).to_pylist()) - _persons(book)
    near = np.flatnonzero(is_among(owed["borrower_id"], debtors))
    rows = owed.select(["lender_id", "borrower_id", "currency", "outstanding_minor"]).take(pa.array(near))
    sums = debtor_sums(
        frame_from(rows).with_columns(own_rank=pl.Series(ranks[near]), overdue_days=pl.Series(days[near])), figures
    )
    bad = sums.filter(pl.col("bad_minor") > share_of(pl.col("owed_here_minor"), figures["contamination_own_over"]))
    long = sums.filter(pl.col("overdue_minor") > share_of(pl.col("owed_minor"), figures["contamination_all_over"]))
    pairs, parties = set(bad.select("lender_id", "borrower_id").iter_rows()), set(long["borrower_id"].to_list())
    lenders, borrowers = rows["lender_id"].to_pylist(), rows["borrower_id"].to_pylist()
    here[near] = [pair in pairs for pair in zip(lenders, borrowers, strict=True)]
    everywhere[near] = [one in parties for one in borrowers]
    return here, everywhere


def _persons(book: Book) -> set[str]:
    parties = book.table("parties", ("party_id", "kind"))
    return set(parties.filter(pc.equal(parties["kind"], "person"))["party_id"].to_pylist())


def debtor_sums(own: pl.DataFrame, figures: ClassFigures) -> pl.DataFrame:
    """Sum what each debtor owes in each currency: bad and in all at each lender, long overdue and in all everywhere."""
    owed, long_days = pl.col("outstanding_minor"), figures["contamination_all_overdue_over"]
    per_lender = own.group_by("lender_id", "borrower_id", "currency").agg(
        owed.sum().alias("owed_here_minor"),
        owed.filter(pl.col("own_rank") >= SUBSTANDARD).sum().alias("bad_minor"),
        owed.filter(pl.col("overdue_days") > long_days).sum().alias("overdue_here_minor"),
    )
    everywhere = ["borrower_id", "currency"]
    return per_lender.with_columns(
        pl.col("owed_here_minor").sum().over(everywhere).alias("owed_minor"),
        pl.col("overdue_here_minor").sum().over(everywhere).alias("overdue_minor"),
    )


def share_of(whole: pl.Expr, share_bps: int) -> pl.Expr:
    """Return a share of whole numbers, rounded down, without a product that leaves 64 bits.

    A whole number is above the exact share if and only if it is above this.
    """
    return whole // BPS_WHOLE * share_bps + whole % BPS_WHOLE * share_bps // BPS_WHOLE


@dataclass(frozen=True, slots=True)
class DebtorClass:
    """Why one debtor's loans at one lender are classed as they are.

    `loans` are rows of `loan_classes`; `sums` are the rows of `debtor_sums`, one for each currency; `cites` are
    the figures that decided.
    """

    loans: tuple[dict[str, object], ...]
    sums: tuple[dict[str, object], ...]
    cites: tuple[Figure, ...]


def explain_debtor(book: Book, lender_id: str, borrower_id: str, figures: ClassFigures, today: date) -> DebtorClass:
    """Return one debtor's loans at one lender with the sums its contamination was judged by."""
    owed = _loans_owed(book)
    frame = frame_from(classified(book, owed.filter(pc.equal(owed["borrower_id"], borrower_id)), figures, today))
    mine = frame.filter(pl.col("lender_id") == lender_id).sort("loan_id")
    sums = debtor_sums(frame, figures).filter(pl.col("lender_id") == lender_id).sort("currency")
    columns = list(table_named("loan_classes").column_names)
    cites = dict.fromkeys(
        one for reason in (*mine["own_reason"], *mine["final_reason"]) for one in figures_behind(reason, figures)
    )
    return DebtorClass(tuple(mine.select(columns).to_dicts()), tuple(sums.to_dicts()), tuple(cites))


def figures_behind(reason: str, figures: ClassFigures) -> tuple[Figure, ...]:
    """Return the figures that a reason code rests on."""
    behind = {
        "none": (),
        "debtor_bad_here": ("contamination_own_over",),
        "debtor_overdue_everywhere": ("contamination_all_over", "contamination_all_overdue_over"),
    }
    return tuple(figures.cite(one) for one in behind.get(reason, (reason,)))
