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

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book
from hefu.book.schema import table_named
from hefu.book.tables.derived import FIVE_CLASSES
from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.core.money import BPS_WHOLE
from hefu.credit.claims import frame_of
from hefu.credit.figures import figure_of, value_of

CLASSES = tuple(FIVE_CLASSES.split())
NORMAL, SPECIAL_MENTION, SUBSTANDARD, DOUBTFUL, LOSS = range(5)

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
    frame = classified(loans_owed(book, today), figures, today, _persons(book))
    table = table_named("loan_classes")
    return frame.select(table.column_names).collect().to_arrow().cast(table.arrow)


def loans_owed(book: Book, today: date) -> pl.LazyFrame:
    """Return each loan once with days overdue; by several words the gravest counts."""
    loans = frame_of(
        book,
        "loans",
        *("loan_id", "lender_id", "borrower_id", "currency", "outstanding_minor", "due_on", "state"),
        *("overdue_from", "impaired", "loss_bps"),
    )
    owed = loans.filter(pl.col("state").is_in(["open", "overdue"]) & (pl.col("outstanding_minor") > 0))
    ids = book.table("loans")["loan_id"]
    if len(pc.unique(ids)) < len(ids):
        owed = _once(owed)
    events = frame_of(book, "loan_events", "loan_id", "event", "amount_minor", "happened_on").unique()
    owed = owed.join(_overdue_since(events), on="loan_id", how="left").join(
        events.filter(pl.col("event") == "restructured")
        .group_by("loan_id")
        .agg(pl.col("happened_on").max().alias("restructured_on")),
        on="loan_id",
        how="left",
    )
    since = pl.min_horizontal("overdue_from", "overdue_since", pl.col("due_on").dt.offset_by("1d"))
    days = ((pl.lit(today) - since).dt.total_days() + 1).clip(0).fill_null(0)
    # The lender's own word "overdue" without a day is a day at least.
    said = pl.when(pl.col("state") == "overdue").then(1).otherwise(0)
    return owed.with_columns(pl.max_horizontal(days, said).alias("overdue_days"))


def _once(owed: pl.LazyFrame) -> pl.LazyFrame:
    """Each loan once, by the gravest of its words."""
    return owed.group_by("loan_id", "lender_id", "currency").agg(
        pl.col("borrower_id").min(),
        pl.col("outstanding_minor").max(),
        pl.col("due_on", "overdue_from").min(),
        pl.col("state").max(),
        pl.col("impaired").max(),
        pl.col("loss_bps").max(),
    )


def _overdue_since(events: pl.LazyFrame) -> pl.LazyFrame:
    """The day of the oldest part reported overdue that no later repayment covers; repayments go to the oldest first.

    A part reported without its amount is never covered.
    """
    overdue = events.filter(pl.col("event") == "overdue").sort("loan_id", "happened_on")
    first = overdue.group_by("loan_id").agg(pl.col("happened_on").min().alias("first_on"))
    repaid = events.filter(pl.col("event") == "repaid").join(first, on="loan_id")
    covered = (
        repaid.filter(pl.col("happened_on") >= pl.col("first_on"))
        .group_by("loan_id")
        .agg(pl.col("amount_minor").fill_null(0).sum().alias("repaid_minor"))
    )
    told = pl.col("amount_minor").fill_null(0).cum_sum().over("loan_id")
    open_ = pl.col("amount_minor").is_null() | (pl.col("repaid_minor").fill_null(0) < told)
    return (
        overdue.join(covered, on="loan_id", how="left", maintain_order="left")
        .filter(open_)
        .group_by("loan_id")
        .agg(pl.col("happened_on").min().alias("overdue_since"))
    )


def _persons(book: Book) -> pl.LazyFrame:
    kinds = frame_of(book, "parties", "party_id", "kind").filter(pl.col("kind") == "person")
    return kinds.select(pl.col("party_id").alias("borrower_id")).unique()


def classified(loans: pl.LazyFrame, figures: ClassFigures, today: date, persons: pl.LazyFrame) -> pl.LazyFrame:
    """Return the loans with own and final class and the reason of each."""
    tests = _tests(figures, today)
    ranked = pl.coalesce([pl.when(test).then(pl.lit(rank)) for rank, _, test in tests] + [pl.lit(NORMAL)])
    reason = pl.coalesce([pl.when(test).then(pl.lit(why)) for _, why, test in tests] + [pl.lit("none")])
    own = loans.with_columns(ranked.cast(pl.Int8).alias("own_rank"), reason.alias("own_reason"))
    here, everywhere = _tainted(own, figures, persons)
    judged = own.join(here, on=["lender_id", "borrower_id"], how="left").join(everywhere, on="borrower_id", how="left")
    good = pl.col("own_rank") < SUBSTANDARD
    raised = [
        pl.when(good & pl.col("bad_here").fill_null(value=False)).then(pl.lit("debtor_bad_here")),
        pl.when(good & pl.col("overdue_everywhere").fill_null(value=False)).then(pl.lit("debtor_overdue_everywhere")),
    ]
    judged = judged.with_columns(pl.coalesce([*raised, pl.col("own_reason")]).alias("final_reason"))
    lifted = pl.col("final_reason").is_in(["debtor_bad_here", "debtor_overdue_everywhere"])
    final = pl.when(lifted).then(SUBSTANDARD).otherwise(pl.col("own_rank"))
    return judged.with_columns(_named("own_rank", "own_class"), final.cast(pl.Int8).alias("final_rank")).with_columns(
        _named("final_rank", "final_class")
    )


def _tests(figures: ClassFigures, today: date) -> list[tuple[int, str, pl.Expr]]:
    """Every test of a single loan, worst class first: the first that bites decides class and reason."""
    days, loss = pl.col("overdue_days"), pl.col("loss_bps").fill_null(0)
    # An expected loss is one of an impaired loan unless the lender says that it is not impaired.
    maybe_impaired = pl.col("impaired").fill_null(value=True)
    watch_ends = pl.col("restructured_on").dt.offset_by(f"{figures['restructured_watch_min']}mo")
    return [
        (LOSS, "overdue_loss_over", days > figures["overdue_loss_over"]),
        (LOSS, "impaired_loss_from", maybe_impaired & (loss >= figures["impaired_loss_from"])),
        (DOUBTFUL, "overdue_doubtful_over", days > figures["overdue_doubtful_over"]),
        (DOUBTFUL, "impaired_doubtful_from", maybe_impaired & (loss >= figures["impaired_doubtful_from"])),
        (SUBSTANDARD, "overdue_substandard_over", days > figures["overdue_substandard_over"]),
        (SUBSTANDARD, "impaired_substandard", pl.col("impaired").fill_null(value=False)),
        (SPECIAL_MENTION, "overdue_special_mention_over", days > figures["overdue_special_mention_over"]),
        (SPECIAL_MENTION, "restructured_watch_min", (watch_ends > today).fill_null(value=False)),
    ]


def _tainted(own: pl.LazyFrame, figures: ClassFigures, persons: pl.LazyFrame) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Who is bad with everything it owes one lender, and who with everything it owes."""
    # Only a debtor with something bad or long overdue can taint the rest.
    long_days = figures["contamination_all_overdue_over"]
    touched = own.filter((pl.col("own_rank") >= SUBSTANDARD) | (pl.col("overdue_days") > long_days))
    debtors = touched.select("borrower_id").unique().join(persons, on="borrower_id", how="anti")
    sums = debtor_sums(own.join(debtors, on="borrower_id", how="semi"), figures)
    bad = pl.col("bad_minor") > share_of(pl.col("owed_here_minor"), figures["contamination_own_over"])
    overdue = pl.col("overdue_minor") > share_of(pl.col("owed_minor"), figures["contamination_all_over"])
    here = sums.group_by("lender_id", "borrower_id").agg(bad.any().alias("bad_here"))
    return here, sums.group_by("borrower_id").agg(overdue.any().alias("overdue_everywhere"))


def debtor_sums(own: pl.LazyFrame, figures: ClassFigures) -> pl.LazyFrame:
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


def _named(rank: str, name: str) -> pl.Expr:
    return pl.col(rank).replace_strict(range(len(CLASSES)), CLASSES, return_dtype=pl.String).alias(name)


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
    every = loans_owed(book, today).filter(pl.col("borrower_id") == borrower_id)
    frame = classified(every, figures, today, _persons(book)).sort("loan_id").collect()
    mine = frame.filter(pl.col("lender_id") == lender_id)
    sums = debtor_sums(frame.lazy(), figures).collect().filter(pl.col("lender_id") == lender_id).sort("currency")
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
