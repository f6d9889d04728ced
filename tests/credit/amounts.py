"""Random amounts and a slow, obvious oracle in rational numbers for each kind of amount that `hefu.credit` reckons.

The oracle shares nothing with the library: it goes day by day through the calendar, holds everything as a Fraction, and
rounds where the library says that it rounds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

from hefu.core.money import Money, Rounding, allocate
from hefu.credit import interest, late, payment_order

START = date(2019, 12, 1)
Case = tuple[Any, ...]


class Kind(NamedTuple):
    """One kind of amount: a case from chance, Hefu's answer, the oracle's answer."""

    draw: Callable[[random.Random], Case]
    ours: Callable[[Case], object]
    oracle: Callable[[Case], object]


def half_up(exact: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    return floor(exact + Fraction(1, 2)) if exact >= 0 else -floor(-exact + Fraction(1, 2))


def first_difference(kind: Kind, seed: int, count: int) -> str | None:
    """The first case on which both answers differ, in words; None where they agree on all."""
    chance = random.Random(seed)  # noqa: S311 - cases to reckon with, no secret
    for _ in range(count):
        case = kind.draw(chance)
        ours, oracle = kind.ours(case), kind.oracle(case)
        if ours != oracle:
            return f"differ on {case}: {ours} is not {oracle}"
    return None


def amount(chance: random.Random) -> int:
    """From fen to trillions, small ones as often as large ones, and round ones that make halves."""
    whole = chance.randrange(10 ** chance.randint(1, 15))
    return whole // 1000 * 1000 if chance.random() < 0.3 else whole


def _rate(chance: random.Random) -> int:
    return chance.choice([0, 300, 345, 435, 600, chance.randint(1, 3600)])


def _draw_simple(chance: random.Random) -> Case:
    return amount(chance), _rate(chance), chance.randint(0, 2000), chance.choice([360, 365])


def _draw_penalty(chance: random.Random) -> Case:
    return amount(chance), _rate(chance), chance.choice([3000, 5000, 10_000]), chance.randint(0, 900), 360


def _oracle_penalty(case: Case) -> int:
    principal, rate, uplift, days, year = case
    raised = Fraction(rate, 10_000) * (1 + Fraction(uplift, 10_000))
    return half_up(Fraction(principal) * raised * Fraction(days, year))


def _draw_account(chance: random.Random) -> Case:
    drawn = START + timedelta(days=chance.randrange(800))
    due = drawn + timedelta(days=chance.randint(1, 400))
    until = drawn + timedelta(days=chance.randint(0, 500))
    principal = amount(chance)
    days = {drawn + timedelta(days=chance.randint(1, 450)) for _ in range(chance.randint(0, 3))}
    paid = {
        day: chance.choice([amount(chance) % (principal + 1), principal // 10, 2 * principal]) for day in sorted(days)
    }
    terms = interest.Terms(
        _rate(chance),
        chance.choice([3000, 4000, 5000]),
        drawn,
        due,
        chance.choice([20, 21]),
        360,
        chance.random() < 0.8,
    )
    return principal, terms, paid, until


def _ours_account(case: Case) -> object:
    principal, terms, paid, until = case
    account = interest.account_on(principal, terms, paid, until)
    return (
        account.principal_minor,
        account.interest_minor,
        account.penalty_minor,
        account.compound_minor,
        account.excess_minor,
    )


def _oracle_account(case: Case) -> object:
    """Walk every day; what accrues since the last change of principal, base or rate is rounded when one changes."""
    principal, terms, paid, until = case
    due = accrued = penalty = compound = excess = 0
    day_interest = day_penalty = day_compound = Fraction(0)
    day = terms.drawn_on
    while day < until:
        yesterday = day - timedelta(days=1)
        settled = day > terms.drawn_on and (yesterday.day == terms.settles_on or day == terms.due_on)
        if settled or day in paid:
            accrued += half_up(day_interest)
            penalty += half_up(day_penalty)
            compound += half_up(day_compound)
            day_interest = day_penalty = day_compound = Fraction(0)
        if settled:
            due, accrued = due + accrued, 0
        left = paid.get(day, 0) if day > terms.drawn_on else 0
        due, left = due - min(due, left), left - min(due, left)
        penalty, left = penalty - min(penalty, left), left - min(penalty, left)
        compound, left = compound - min(compound, left), left - min(compound, left)
        principal, left = principal - min(principal, left), left - min(principal, left)
        excess += left
        a_day = Fraction(terms.rate_bps, 10_000 * terms.year_days)
        if day >= terms.due_on:
            a_day *= 1 + Fraction(terms.uplift_bps, 10_000)
            day_penalty += principal * a_day
        else:
            day_interest += principal * a_day
        day_compound += due * a_day if terms.compounds else 0
        day += timedelta(days=1)
    return (
        principal,
        due + accrued + half_up(day_interest),
        penalty + half_up(day_penalty),
        compound + half_up(day_compound),
        excess,
    )


def _draw_settle(chance: random.Random) -> Case:
    owed = tuple(amount(chance) if chance.random() < 0.8 else 0 for _ in range(3))
    order = list(payment_order.STATUTORY_ORDER)
    if chance.random() < 0.3:
        chance.shuffle(order)
    return chance.randrange(2 * sum(owed) + 2), owed, tuple(order)


def _ours_settle(case: Case) -> object:
    paid, owed, order = case
    parts = payment_order.settle(paid, payment_order.Owed(*owed), order)
    return {part.value: amount for part, amount in parts.items()}


def _oracle_settle(case: Case) -> object:
    """Each part is what the payment reaches into it: the overlap of [0, paid] with the part's place in the queue."""
    paid, owed, order = case
    sizes = dict(zip(("costs", "interest", "principal"), owed, strict=True))
    found, begins = {}, Fraction(0)
    for part in order:
        ends = begins + sizes[part.value]
        found[part.value] = int(min(Fraction(paid), ends) - min(Fraction(paid), begins))
        begins = ends
    return {**found, "excess": int(max(Fraction(0), paid - begins))}


def _draw_late(chance: random.Random) -> Case:
    agreed = chance.choice([None, _rate(chance)])
    lpr = chance.choice([None, 300_000, 310_000, 345_000, chance.randint(200_000, 500_000)])
    return amount(chance), agreed, lpr, 5, 365, chance.randint(0, 1500)


def _ours_late(case: Case) -> object:
    owed, agreed, lpr, default, year, days = case
    rate = late.late_rate(agreed, lpr, default, year)
    return None if rate is None else late.late_interest(owed, rate, days)


def _oracle_late(case: Case) -> object:
    owed, agreed, lpr, default, year, days = case
    if agreed is None:
        return half_up(Fraction(owed) * Fraction(default, 10_000) * days)
    if lpr is None:
        return None
    yearly = max(Fraction(agreed, 10_000), Fraction(lpr, 10_000_000))
    return half_up(Fraction(owed) * yearly * Fraction(days, year))


def _draw_share(chance: random.Random) -> Case:
    return amount(chance), chance.randint(0, 10_000)


def _ours_share(case: Case) -> object:
    whole, rate = case
    money = Money(whole, "CNY")
    parts = (money.part_bps(rate, rounding).amount_minor for rounding in (Rounding.UP, Rounding.DOWN))
    return tuple(parts)


def _oracle_share(case: Case) -> object:
    exact = Fraction(case[0]) * Fraction(case[1], 10_000)
    return ceil(exact), floor(exact)


def _draw_allocation(chance: random.Random) -> Case:
    weights = [amount(chance) if chance.random() < 0.8 else 0 for _ in range(chance.randint(1, 6))]
    weights[0] += 1
    return chance.randrange(sum(weights) + 1), tuple(weights)


def _ours_allocation(case: Case) -> object:
    whole, weights = case
    return _as_judged(whole, weights, allocate(whole, weights))


def _oracle_allocation(case: Case) -> object:
    """Each part is its exact share or the whole number above it; the largest remainders are those rounded up."""
    whole, weights = case
    exact = [Fraction(whole) * weight / sum(weights) for weight in weights]
    parts = [floor(one) for one in exact]
    order = sorted(range(len(weights)), key=lambda at: (-(exact[at] - parts[at]), at))
    for at in order[: whole - sum(parts)]:
        parts[at] += 1
    return _as_judged(whole, weights, parts)


def _as_judged(whole: int, weights: Sequence[int], parts: Sequence[int]) -> object:
    kept = all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))
    return tuple(parts), sum(parts) == whole, kept


def _oracle_simple(case: Case) -> int:
    principal, rate, days, year = case
    return half_up(Fraction(principal) * Fraction(rate, 10_000) * Fraction(days, year))


KINDS = {
    "interest": Kind(_draw_simple, lambda case: interest.simple_interest(*case), _oracle_simple),
    "penalty interest": Kind(_draw_penalty, lambda case: interest.penalty_interest(*case), _oracle_penalty),
    "compound account": Kind(_draw_account, _ours_account, _oracle_account),
    "late interest": Kind(_draw_late, _ours_late, _oracle_late),
    "reserve and advance": Kind(_draw_share, _ours_share, _oracle_share),
    "shared-out reserve": Kind(_draw_allocation, _ours_allocation, _oracle_allocation),
    "order of payment": Kind(_draw_settle, _ours_settle, _oracle_settle),
}
"""Every kind of amount, by name."""
