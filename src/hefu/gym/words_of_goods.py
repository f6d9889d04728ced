"""The texts of goods, warehouses, devices, prices and industry figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.readers.epcis.hash import event_hash
from hefu.gym.bytewise import digits, joined, lettered, to_arrow
from hefu.gym.draw import Bytes
from hefu.gym.frame import NULL
from hefu.gym.stages.outlook import INDICATOR_UNITS, INDICATORS
from hefu.gym.wording import fixed, goods_units, listed, number_as_written, pick, plates
from hefu.gym.world.industries import CODES, goods_words
from hefu.gym.world.places import CITIES
from hefu.gym.world.prices import COMMODITIES

if TYPE_CHECKING:
    from hefu.gym.render import Page

Word = Callable[["Page"], pa.Array]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEPS = ("receiving", "shipping")
_QUALITIES = ("一级", "二级", "合格")
_CERTIFICATES = ("质量检验", "重量", "原产地")


def _slots(page: Page) -> pa.Array:
    slot = page["_slot"]
    return to_arrow(joined(len(page), lettered(slot // 100, 1, "ABCD"), "-", digits(slot % 100, 2)))


def _tokens(page: Page) -> pa.Array:
    token = page["_token"]
    return to_arrow(joined(len(page), "FX", digits(np.maximum(token, 0), 10)), token != NULL)


def _warehouse_names(page: Page) -> pa.Array:
    keeper = page.block.world.names.take(pa.array(page["keeper_id"])).cast(pa.string())
    return pc.binary_join_element_wise(keeper, pa.array(page["_warehouse"] % 2 + 1).cast(pa.string()), "号库", "")


def _keys(page: Page) -> pa.Array:
    """Return public keys as 64 letters of hexadecimal, spread from one number each."""
    seed = page["_key"]
    parts: list[Bytes] = [
        lettered((seed ^ (seed >> 7 << shift)) & (2**62 - 1), 16, "0123456789abcdef") for shift in range(4)
    ]
    return to_arrow(joined(len(page), *parts))


def _what(page: Page) -> pa.Array:
    """Return the traced lot as a GS1 Digital Link; its company prefix is the gym's own."""
    return to_arrow(joined(len(page), "https://id.gs1.org/01/09521234543213/10/", digits(page["_lot"], 9)))


def event_of(moment_us: int, what: str, quantity_milli: int, step: str) -> dict[str, object]:
    """Return a traced event in the form whose hash is taken."""
    moment = _EPOCH + timedelta(microseconds=moment_us)
    tonnes, kilograms = divmod(quantity_milli, 1_000)
    quantity = {"epcClass": what, "quantity": f"{tonnes}.{kilograms:03d}", "uom": "TNE"}
    return {
        "type": "ObjectEvent", "eventTime": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z", "eventTimeZoneOffset": "+08:00",
        "action": "OBSERVE", "bizStep": step, "quantityList": [quantity],
    }  # fmt: skip


def _hashes(page: Page) -> pa.Array:
    rows = zip(page["happened_at"].tolist(), _what(page).to_pylist(), page["quantity_milli"].tolist(),
               page["_step"].tolist(), strict=True)  # fmt: skip
    hashes = [event_hash(event_of(at, what, milli, _STEPS[step])) for at, what, milli, step in rows]
    return pa.array(hashes, pa.string())


_GOODS = listed(goods_words(), "_goods")

GOODS_WORDS: dict[tuple[str, str], Word] = {
    ("lots", "goods"): _GOODS,
    ("lots", "unit"): fixed("TNE"),
    ("lots", "slot"): _slots,
    ("lots", "quality"): listed(_QUALITIES, "_quality"),
    ("warehouse_receipts", "number"): number_as_written,
    ("warehouse_receipts", "unit"): fixed("TNE"),
    ("movements", "goods"): _GOODS,
    ("movements", "unit"): fixed("TNE"),
    ("movements", "vehicle"): plates,
    ("movements", "release_token"): _tokens,
    ("pledges", "unit"): lambda page: pick(("TNE",), np.where(page["quantity_milli"] == NULL, NULL, 0)),
    ("warehouses", "name"): _warehouse_names,
    ("capacities", "goods"): _GOODS,
    ("capacities", "unit"): goods_units,
    ("devices", "measures"): fixed("weight"),
    ("devices", "unit"): fixed("TNE"),
    ("devices", "public_key"): _keys,
    ("readings", "unit"): fixed("TNE"),
    ("certificates", "number"): number_as_written,
    ("certificates", "kind"): listed(_CERTIFICATES, "_kind"),
    ("inspections", "unit"): fixed("TNE"),
    ("trace_events", "event_id"): _hashes,
    ("trace_events", "event_hash"): _hashes,
    ("trace_events", "what"): _what,
    ("trace_events", "unit"): fixed("TNE"),
    ("trace_events", "business_step"): listed(_STEPS, "_step"),
    ("trace_events", "zone_offset"): fixed("+08:00"),
    ("places", "name"): listed(tuple(city[0] for city in CITIES), "_place"),
    ("places", "region_code"): listed(tuple(city[1] for city in CITIES), "_place"),
    ("prices", "commodity"): listed(COMMODITIES, "_commodity"),
    ("prices", "market"): fixed("现货"),
    ("prices", "unit"): fixed("TNE"),
    ("indicators", "name"): listed(INDICATORS, "_name"),
    ("indicators", "unit"): listed(INDICATOR_UNITS, "_name"),
    ("indicators", "industry"): listed(CODES, "_industry"),
    ("input_output", "from_industry"): listed(CODES, "_from"),
    ("input_output", "to_industry"): listed(CODES, "_to"),
}
"""How each text is made, by table and column."""
