"""Prices of quoted goods: a random walk per good and day, as volatile as the World Bank's monthly averages."""

from __future__ import annotations

import numpy as np

from hefu.gym import calibration
from hefu.gym.draw import Ints, Reals, stream, whole
from hefu.gym.plan import Plan

HISTORY_DAYS = 365
"""So many days of prices stand before the first day."""

COMMODITIES = tuple(calibration.PRICES)


def price_paths(plan: Plan) -> Ints:
    """Return prices in fen per tonne. Shape (commodities, days), the first day HISTORY_DAYS before the plan's."""
    days = HISTORY_DAYS + plan.end_day - plan.first_day
    rng = stream(plan.seed, "prices")
    start = np.array([price.start_fen for price in calibration.PRICES.values()])[:, None]
    return np.maximum(whole(start * np.exp(log_paths(rng, days))), 1)


def log_paths(rng: np.random.Generator, days: int) -> Reals:
    """Return log prices from 0. Shape (commodities, days).

    Daily steps have fat tails (Student t) and a common part that metals share. Averages over a month of a walk move
    by the square root of two thirds of what the walk moves by in a month (Working, 1960), which is undone here; the
    walk is slightly trending, which the real averages are too.
    """
    freedom = calibration.PRICE_FREEDOM
    steps = rng.standard_t(freedom, (len(COMMODITIES), days)) * np.sqrt((freedom - 2) / freedom)
    common = rng.standard_t(freedom, days) * np.sqrt((freedom - 2) / freedom)
    shared = calibration.PRICE_COMMON_SHARE
    mixed = np.sqrt(1 - shared) * steps + np.sqrt(shared) * common
    monthly = np.array([price.monthly_sd_bps for price in calibration.PRICES.values()])
    volatility = monthly.astype(float) / 10_000
    return np.cumsum(mixed * (volatility / np.sqrt(calibration.MONTH_DAYS * 2 / 3))[:, None], axis=1)
