"""A small scorecard written by hand: a number, a category, and what an empty or unseen cell earns."""

from hefu.core.texts import Text
from hefu.credit.scoring import Bin, Kind, Scorecard, Variable

AGE = Variable(
    name="age_months",
    title=Text("Age in months", "成立月数"),
    kind=Kind.NUMBER,
    iv_micro=300_000,
    coefficient_micro=-800_000,
    bins=(
        Bin(10, 20, 30, -700_000, below="12"),
        Bin(25, 60, 20, 100_000, below="36.5"),
        Bin(40, 70, 5, 900_000),
    ),
    missing=Bin(10, 0, 0, 0),
    unseen_points=10,
)
TRADE = Variable(
    name="trade",
    title=Text("Trade", "行业"),
    kind=Kind.CATEGORY,
    iv_micro=100_000,
    coefficient_micro=-500_000,
    bins=(Bin(30, 90, 20, 300_000, categories=("steel", "timber")), Bin(5, 50, 30, -400_000, categories=("salvage",))),
    missing=Bin(12, 10, 5, 0),
    unseen_points=5,
)
CARD = Scorecard(
    form=1,
    name="by-hand",
    label=Text("", ""),
    example=False,
    target="defaulted",
    points_to_double=20,
    base_points=60,
    base_odds=15,
    variables=(AGE, TRADE),
    score_ends=(35, 55),
    score_counts=(50, 100, 55),
    cutoffs=(40,),
    seed=1,
    data_sha256="00",
    config_sha256="00",
)
