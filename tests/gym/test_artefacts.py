"""No row by itself may give a scheme away: at the faintest strength of each, a forest learns nothing from single rows.

Each planted row is set beside honest rows of its own stratum: the same kind (what a payment is for, the product of a
loan, whether an invoice is financed, ...), the same size to a factor of three, the same half-year. Which of these a
scheme chooses is its mechanism: only large loans need splitting, and what runs for weeks begins weeks before the end.
Everything else that one row shows is tried: the amount itself and its last digits, weekdays, hours, the distance of
every two days, the last digits of ids, codes, lengths, blanks. Folds keep the rows of an instance together.

The bound. Of an area under the curve (AUC) from m planted and n honest independent rows that do not differ the standard
error is sqrt((m + n + 1) / (12 m n)) (Mann and Whitney, 1947). Rows of an instance are not independent, so m counts
instances. With some hundred areas looked at, each is held to 4 standard errors above a half (one-sided 0.00003,
for all together 0.003 or so), and to at most 0.65 in any case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

from hefu.book.schema import SCHEMA
from hefu.gym.frame import DAY_US, Block
from hefu.gym.identify import Identities
from hefu.gym.render import render
from hefu.gym.schemes import SCHEMES
from hefu.gym.schemes.scheme import FAINT
from tests.gym.artefacts import features_of, planted_blocks

INSTANCES_MIN, PLANTED_MOST, BESIDE, SIGMAS, AUC_MOST = 30, 240, 3, 4.0, 0.65
ASKED = ("receivables", "pledges", "invoices", "loans", "parties")
"""Tables that `KIND` asks."""

CHOSEN = {"repaid_from_new", "first_pledge", "financed_twice", "first_loan", "used_twice", "uncovered"}
"""Roles of honest rows that a scheme chose and left as they were: which it chooses is its mechanism."""

NOT_ROWS = {"parties", "devices"}
"""What is named there is written down before any scheme, and is changed by none but in its name."""

KIND: dict[str, Callable[[dict[str, pl.DataFrame]], list[pl.Expr]]] = {
    "invoices": lambda book: [
        pl.col("kind"), pl.col("order_number").is_null(),
        pl.col("invoice_id").is_in(_financed(book).implode()), pl.col("source_id") == "source:000000000",
        _industry(book, "seller_id"), (pl.col("due_on") - pl.col("issued_on")).dt.total_days() >= 15,
    ],
    "payments": lambda book: [
        pl.col("purpose").str.extract(r"^(\S+)"), pl.col("purpose").str.contains(" "),
        pl.col("ultimate_payer_id").is_null(), pl.col("payer_account_id").is_null(),
        pl.col("payee_name").str.contains("银行|商业保理"), _industry(book, "payee_id"),
        _payout_key("payer_id", "payee_id", "booked_on").replace_strict(_products(book), default="-"),
    ],
    "loans": lambda _: [pl.col("product"), pl.col("state")],
    "filings": lambda _: [pl.col("description").str.slice(0, 4)],
    "warehouse_receipts": lambda _: [pl.col("state"), pl.col("known_at").dt.date() > pl.col("issued_on")],
    "lots": lambda book: [pl.col("lot_id").is_in(book["pledges"]["lot_id"].implode()), pl.col("valid_to").is_null()],
    "movements": lambda _: [pl.col("direction")],
    "pledges": lambda _: [pl.col("kind")],
    "orders": lambda book: [pl.col("number").is_in(_of_financed(book, "order_number").implode())],
    "deliveries": lambda _: [pl.col("despatch_number").is_null()],
    "guarantees": lambda _: [pl.col("facility_id").is_null()],
    "vouchers": lambda _: [pl.col("state"), pl.col("parent_id").is_null()],
    "certificates": lambda _: [pl.col("kind")],
    "party_links": lambda _: [pl.col("kind")],
}  # fmt: skip
"""What kind a row is of, by table; of a table that is not here all rows are of one."""

SIZES_PER_DECADE = {"loan_splitting": 8}
"""How finely sizes are matched, if not to a factor of three: that parts lie below a size is what splitting means."""

TOLD_BY_THE_ROW = {("stretched_transit", "transport_legs"): ("arrived_at", "known_at")}
"""Columns in which the mechanism itself shows in one row: a consignment's time against its distance."""


def _financed(book: dict[str, pl.DataFrame]) -> pl.Series:
    return book["receivables"].filter(pl.col("loan_id").is_not_null())["invoice_id"]


def _payout_key(payer: str, payee: str, day: str) -> pl.Expr:
    return pl.concat_str(
        [payer, payee, pl.col(day).cast(pl.String), pl.col("amount_minor").cast(pl.String)], separator="|"
    )


def _products(book: dict[str, pl.DataFrame]) -> dict[str, str]:
    """The product of each loan by what its payout shows."""
    keys = book["loans"].select(_payout_key("lender_id", "borrower_id", "drawn_on").alias("key"), "product")
    return dict(keys.iter_rows())


def _industry(book: dict[str, pl.DataFrame], party: str) -> pl.Expr:
    """The industry of a party; of those in other blocks none."""
    known = dict(book["parties"].select("party_id", "industry").iter_rows())
    return pl.col(party).replace_strict(known, default="-", return_dtype=pl.String)


def _of_financed(book: dict[str, pl.DataFrame], column: str) -> pl.Series:
    return book["invoices"].filter(pl.col("invoice_id").is_in(_financed(book).implode()))[column].drop_nulls()


@dataclass(frozen=True)
class Sample:
    """Planted rows and the honest rows beside them, with the instance each belongs to."""

    rows: pl.DataFrame
    planted: npt.NDArray[np.bool_]
    instance: npt.NDArray[np.int64]

    @property
    def instances(self) -> int:
        return len(np.unique(self.instance[self.planted]))


def told_in(block: Block, identities: Identities, table: str) -> tuple[dict[str, int], set[str]]:
    """Ids of the guilty rows of a table with their instance, and ids of all that any instance names."""
    guilty, named = {}, set()
    for row in block.truth.rows:
        if row.table == table:
            name = bytes(identities.ids(table, np.array([row.thing]))[0]).decode()
            named.add(name)
            if not block.truth.instances[row.instance].innocent and row.role not in CHOSEN:
                guilty[name] = row.instance
    return guilty, named


def strata(rows: pl.DataFrame, table: str, book: dict[str, pl.DataFrame], per_decade: int) -> pl.Series:
    """The stratum of each row: kind, size to a factor of three, half-year."""
    size = next((name for name in rows.columns if name.endswith(("_minor", "_milli"))), None)
    day = next((name for name, kind in rows.schema.items() if kind == pl.Date or isinstance(kind, pl.Datetime)), None)
    parts = list(KIND[table](book)) if table in KIND else []
    parts += [(pl.col(size).cast(pl.Float64).log10() * per_decade).floor()] if size else []
    parts += [pl.col(day).dt.truncate("6mo").cast(pl.Date)] if day and table != "insurances" else []
    named = [part.cast(pl.String).fill_null("-").alias(f"_{at}") for at, part in enumerate(parts)]
    return rows.select(pl.concat_str(named, separator="|"))[:, 0] if named else pl.Series(["all"] * rows.height)


def books_of(blocks: list[Block], tables: list[str]) -> list[dict[str, pl.DataFrame]]:
    """The rows of each block, rendered once: of the tables to be looked at, and of those that `KIND` asks."""
    return [
        {name: as_frame(render(block, Identities(block), name)) for name in {*tables, *ASKED} if name in block.tables}
        for block in blocks
    ]


def sample(blocks: list[Block], books: list[dict[str, pl.DataFrame]], table: str, per_decade: int = 2) -> Sample | None:
    """Planted rows of a table, each with up to BESIDE honest ones of its stratum; None if too few have any."""
    rng = np.random.default_rng(5)
    frames, planted, instance = [], [], []
    for number, (block, book) in enumerate(zip(blocks, books, strict=True)):
        identities = Identities(block)
        key = SCHEMA[table].key
        rows = book[table]
        guilty, named = told_in(block, identities, table)
        stratum = strata(rows, table, book, per_decade).to_numpy()
        is_guilty, is_named = rows[key].is_in(list(guilty)).to_numpy(), rows[key].is_in(list(named)).to_numpy()
        of = np.array([guilty.get(one, -1) for one in rows[key]])
        # Equal sums, as a steady customer's, go into one fold: a forest would know the one by the other.
        sums = "lines_minor" if table in {"invoices", "orders"} else None
        alike = -1 - (rows[sums].to_numpy() if sums else np.arange(rows.height))
        for at in rng.permutation(np.flatnonzero(is_guilty))[: PLANTED_MOST // len(blocks)]:
            beside = np.flatnonzero(~is_named & (stratum == stratum[at]))
            beside = rng.permutation(beside)[:BESIDE]
            if len(beside):
                is_named[beside] = True
                frames.append(rows[[int(at), *beside.tolist()]])
                planted += [True] + [False] * len(beside)
                instance += [number * 100_000 + of[at], *alike[beside].tolist()]
    if not frames:
        return None
    found = Sample(pl.concat(frames), np.array(planted), np.array(instance))
    return found if found.instances >= INSTANCES_MIN else None


def as_frame(data: pa.Table) -> pl.DataFrame:
    rows = pl.from_arrow(data)
    assert isinstance(rows, pl.DataFrame)
    return rows


def auc_of(some: Sample, table: str, told: tuple[str, ...] = ()) -> float:
    forest = RandomForestClassifier(40, min_samples_leaf=4, class_weight="balanced", random_state=5, n_jobs=1)
    folds = StratifiedGroupKFold(4, shuffle=True, random_state=5)
    features = features_of(some.rows.drop(told), table, calendar=False)
    guessed = cross_val_predict(forest, features, some.planted, groups=some.instance, cv=folds, method="predict_proba")
    return float(roc_auc_score(some.planted, guessed[:, 1]))


def bound(some: Sample) -> float:
    """The most that chance allows."""
    instances = some.instances
    honest = instances * (~some.planted).sum() / some.planted.sum()
    return min(AUC_MOST, 0.5 + SIGMAS * float(np.sqrt((instances + honest + 1) / (12 * instances * honest))))


@cache
def blocks_of(scheme: str) -> tuple[Block, ...]:
    with pytest.MonkeyPatch.context() as patch:
        return tuple(planted_blocks(scheme, FAINT, patch, companies=4_000, seed=11))


@pytest.mark.parametrize("scheme", [one.name for one in SCHEMES])
def test_no_single_row_gives_a_faint_scheme_away(scheme: str) -> None:
    blocks = list(blocks_of(scheme))
    tables = sorted({row.table for block in blocks for row in block.truth.rows} - NOT_ROWS)
    sizes = SIZES_PER_DECADE.get(scheme, 2)
    books = books_of(blocks, tables)
    tried = {table: some for table in tables if (some := sample(blocks, books, table, sizes)) is not None}
    assert tried, "too few instances to learn from"
    found = {
        table: (auc_of(some, table, TOLD_BY_THE_ROW.get((scheme, table), ())), bound(some))
        for table, some in tried.items()
    }
    assert not {table: pair for table, pair in found.items() if pair[0] > pair[1]}, found


def planted_artefact(blocks: list[Block]) -> None:
    """Have all that is planted into loans become known at noon to the second."""
    for block in blocks:
        loans = block.rows("loans")
        things = np.array([row.thing for row in block.truth.rows if row.table == "loans"])
        at = loans.positions("loan_id", things)
        loans.change(at, known_at=loans["known_at"][at] // DAY_US * DAY_US + DAY_US // 2)


def test_an_artefact_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = planted_blocks("invented_receivable", FAINT, monkeypatch, companies=4_000, seed=12)
    planted_artefact(blocks)
    some = sample(blocks, books_of(blocks, ["loans"]), "loans")
    assert some is not None
    assert auc_of(some, "loans") > 0.95 > bound(some)


def test_a_slight_artefact_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Amounts lent in tens of thousands of yuan where honest lenders count in hundreds."""
    blocks = planted_blocks("invented_receivable", FAINT, monkeypatch, companies=4_000, seed=12)
    for block in blocks:
        loans = block.rows("loans")
        things = np.array([row.thing for row in block.truth.rows if row.table == "loans"])
        at = loans.positions("loan_id", things)
        loans.change(at, amount_minor=np.maximum(loans["amount_minor"][at] // 1_000_000, 1) * 1_000_000)
    some = sample(blocks, books_of(blocks, ["loans"]), "loans")
    assert some is not None
    assert auc_of(some, "loans") > bound(some)
