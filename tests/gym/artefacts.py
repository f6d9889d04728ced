"""Does anything about a row by itself give a scheme away? A classifier tries, on everything one row shows."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from hefu.book.schema import SCHEMA
from hefu.gym import schemes
from hefu.gym.block import build_block
from hefu.gym.frame import Block
from hefu.gym.identify import Identities
from hefu.gym.plan import Plan, Plant
from hefu.gym.render import render
from hefu.gym.world.build import build_world

MANY_PER_10000 = 600
ALL = pl.lit(value=True)


def planted_blocks(
    scheme: str, strength: str, monkeypatch: pytest.MonkeyPatch, *, companies: int = 4_000, seed: int = 11
) -> list[Block]:
    """The blocks of an economy with far more instances of one scheme than usual, so that a classifier could learn."""
    more = [replace(one, per_10000=MANY_PER_10000) if one.name == scheme else one for one in schemes.SCHEMES]
    monkeypatch.setattr(schemes, "SCHEMES", tuple(more))
    plan = Plan(companies, 12, seed, (Plant(scheme, strength),))
    world = build_world(plan)
    return [build_block(plan, world, number) for number in range(plan.blocks)]


def single_row_auc(blocks: list[Block], table: str, roles: set[str], honest: pl.Expr = ALL) -> float:
    """How well a forest tells planted rows in some roles from honest rows, by one row alone; 0.5 is by chance.

    `honest` picks the rows that stand for honest ones: those of the same kind, since that only financed invoices are
    financed twice is no artefact. Cross-validated, with as many honest rows as planted ones times four.
    """
    frames, marks = [], []
    for block in blocks:
        identities = Identities(block)
        rows = pl.from_arrow(render(block, identities, table))
        assert isinstance(rows, pl.DataFrame)
        planted = ids_of(block, identities, table, roles)
        every = ids_of(block, identities, table, None)
        key = pl.col(SCHEMA[table].key)
        rows = rows.filter(key.is_in(list(planted)) | (~key.is_in(list(every)) & honest))
        # One row per thing: with two the classifier would know the one by the other.
        rows = rows.unique(SCHEMA[table].key, keep="first", maintain_order=True)
        frames.append(rows)
        marks.append(rows[SCHEMA[table].key].is_in(list(planted)).to_numpy())
    features, mark = features_of(pl.concat(frames), table), np.concatenate(marks)
    return _auc(features, mark)


def ids_of(block: Block, identities: Identities, table: str, roles: set[str] | None) -> set[str]:
    """Ids of what was planted into a table: in some roles of the guilty, or of everything, the innocent included."""
    return {
        bytes(identities.ids(table, np.array([row.thing]))[0]).decode()
        for row in block.truth.rows
        if row.table == table
        and (roles is None or (row.role in roles and not block.truth.instances[row.instance].innocent))
    }


def _auc(features: npt.NDArray[np.float64], mark: npt.NDArray[np.bool_]) -> float:
    assert mark.sum() >= 60, f"only {mark.sum()} planted rows"
    rng = np.random.default_rng(5)
    honest = rng.permutation(np.flatnonzero(~mark))[: 4 * int(mark.sum())]
    at = rng.permutation(np.concatenate([np.flatnonzero(mark), honest]))
    forest = RandomForestClassifier(100, min_samples_leaf=5, class_weight="balanced", random_state=5, n_jobs=1)
    guessed = cross_val_predict(forest, features[at], mark[at], cv=5, method="predict_proba")[:, 1]
    return float(roc_auc_score(mark[at], guessed))


def features_of(rows: pl.DataFrame, table: str, *, calendar: bool = True) -> npt.NDArray[np.float64]:
    """Everything one row shows: amounts and their roundness, days and their distances, digits of ids, codes, blanks.

    Without `calendar` the days themselves are left out, not their weekdays and distances.
    """
    found: dict[str, pl.Series] = {}
    days = {name: rows[name].cast(pl.Int64) for name, kind in rows.schema.items() if kind == pl.Date}
    moments = {name: rows[name].dt.epoch("s") for name, kind in rows.schema.items() if isinstance(kind, pl.Datetime)}
    days |= {name: series // 86_400 for name, series in moments.items()}
    for name, series in moments.items():
        found[f"{name} time"] = series % 86_400
    for name, series in days.items():
        found |= {name: series} if calendar else {}
        found[f"{name} weekday"] = series % 7
        found |= {f"{name}-{other}": series - days[other] for other in days if other < name}
    for name, kind in rows.schema.items():
        series = rows[name]
        found[f"{name} empty"] = series.is_null().cast(pl.Int8)
        if kind == pl.Int64:
            found[name] = series
            found |= {f"{name} % {part}": series % part for part in (10, 100, 1_000, 10_000, 1_000_000)}
            found[f"{name} digits"] = series.cast(pl.String).str.len_bytes()
        elif kind == pl.String and name in {column.name for column in SCHEMA[table].columns if column.codes}:
            found[name] = series.cast(pl.Categorical).to_physical()
        elif kind == pl.String and name != "source_id":
            found[f"{name} length"] = series.str.len_bytes()
            found |= {f"{name} [{at}]": series.str.slice(-at, 1).cast(pl.Int64, strict=False) for at in (1, 2, 6)}
    return pl.DataFrame(found).cast(pl.Float64).fill_null(-1).to_numpy()
