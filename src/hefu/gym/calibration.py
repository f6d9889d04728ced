"""Figures taken from real data and from the literature, with where each is from. Disturb one and a test fails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Price:
    """A quoted good: its price on the first day in fen per tonne, and how its monthly averages vary in reality.

    That is the standard deviation of the logarithmic changes, in basis points; `series` is the World Bank's name.
    """

    start_fen: int
    monthly_sd_bps: int
    series: str


PRICES: dict[str, Price] = {
    "iron_ore": Price(74_000, 982, "IRON_ORE"),
    "steel": Price(350_000, 700, ""),
    "copper": Price(7_650_000, 659, "COPPER"),
    "aluminium": Price(1_990_000, 524, "ALUMINUM"),
    "maize": Price(225_000, 641, "MAIZE"),
    "urea": Price(180_000, 1244, "UREA_EE_BULK"),
    "cotton": Price(1_450_000, 568, "COTTON_A_INDX"),
    "zinc": Price(2_400_000, 698, "Zinc"),
    "nickel": Price(12_500_000, 859, "NICKEL"),
}
"""World Bank Pink Sheet, September 2005 to October 2025. Steel is not in it: set between iron ore and copper."""

MONTH_DAYS = 30.4375
PRICE_FREEDOM = 5.0
PRICE_COMMON_SHARE = 0.2

# Sizes: Axtell (2001), Zipf's law of firm sizes, exponent 1.06 of the upper tail.
TAIL_EXPONENT = 1.06
TAIL_SHARE = 0.06
TAIL_FROM_YUAN = 20_000_000.0
SALES_LOG_MEDIAN = float(np.log(3_000_000))
SALES_LOG_SD = 1.1
SALES_YUAN_MAX = 3.0e11
BUYER_SIZE_POWER = 0.62
SELLER_SIZE_POWER = 0.45

# IBM's accounts receivable sample: 2,466 invoices of 100 customers.
LATE_SHARE_BPS = 3556
LATE_MEDIAN_DAYS = 8
LATE_90_DAYS = 20
DISPUTE_BPS = 2275
LATE_IF_DISPUTED_BPS = 6827
LATE_CUSTOMER_MEAN_BPS = 3583
LATE_CUSTOMER_SD_BPS = 3349
EARLY_MEDIAN_DAYS = 10

# Disputes and chance even customers out by about a quarter, so their habits are drawn wider than the shares come out.
_MEAN, _SD = LATE_CUSTOMER_MEAN_BPS / 10_000, LATE_CUSTOMER_SD_BPS / 10_000 * 1.28
_PRECISION = _MEAN * (1 - _MEAN) / _SD**2 - 1
LATE_ALPHA, LATE_BETA = _MEAN * _PRECISION, (1 - _MEAN) * _PRECISION
ON_TIME_IF_DISPUTED = (10_000 - LATE_IF_DISPUTED_BPS) / (10_000 - LATE_CUSTOMER_MEAN_BPS)
LATE_IF_UNDISPUTED = 0.259318 / _MEAN
EARLY_GAMMA_SHAPE, EARLY_GAMMA_SCALE = 1.6, 7.9
LATE_GAMMA_SHAPE = 1.45
LATE_GAMMA_SCALE = 6.9

# A real bank's guarantee network.
GUARANTEE_COMPANIES = 19_665
GUARANTEES = 15_364
GUARANTEE_COMPONENTS = 7_406
GUARANTEE_LARGEST = 539
GUARANTEE_STRONG = 20
GUARANTEE_STRONG_LARGEST = 7

# The gym's own choices; no real figure stands behind them.
DORMANT_BPS = 300
CLIENT_BPS = 2500
SECOND_ACCOUNT_BPS = 2500
TOWER_SHARE = 0.25
AGENT_SHARE = 0.06
GROUP_EXPONENT = 2.2
GROUP_MAX = 60
RELATIONS_PER_COMPANY = 1.7
INVOICES_PER_RELATION_YEAR = 6.4
"""Together a little over ten invoices a company and year."""

# What makes the guarantee network come out as the real one does.
GUARANTEED_BPS = 2_000
GUARANTEE_EXTRA_MEAN = (GUARANTEE_COMPANIES - GUARANTEE_LARGEST) / (GUARANTEE_COMPONENTS - 1) - 2
GUARANTEE_AGAIN = (GUARANTEES - (GUARANTEE_COMPANIES - GUARANTEE_COMPONENTS)) / (
    GUARANTEE_COMPANIES - GUARANTEE_COMPONENTS
)
GUARANTEE_OUTWARD = 0.5
GUARANTEE_STRONG_PER_COMPANY = (GUARANTEE_STRONG - 1) / GUARANTEE_COMPANIES
