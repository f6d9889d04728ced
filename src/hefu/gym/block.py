"""One block from its first relation to its files: the order of the stages."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hefu.gym.draw import stream
from hefu.gym.frame import NULL, Block
from hefu.gym.plan import Plan
from hefu.gym.schemes import plant_all
from hefu.gym.stages.attest import attest
from hefu.gym.stages.deals import draw_deals
from hefu.gym.stages.fates import draw_fates
from hefu.gym.stages.lending import Lent, claim_loans, lend, working_loans
from hefu.gym.stages.living import pay_living
from hefu.gym.stages.outlook import write_makers, write_outlook
from hefu.gym.stages.papers import write_papers
from hefu.gym.stages.people import write_accounts, write_bodies, write_people
from hefu.gym.stages.receivables import write_receivables
from hefu.gym.stages.relations import draw_relations
from hefu.gym.stages.security import secure
from hefu.gym.stages.sensing import write_warehouses
from hefu.gym.stages.settlement import settle, take_back
from hefu.gym.stages.standing import write_guarantees, write_payers, write_public_facts
from hefu.gym.stages.stock import store, write_stock
from hefu.gym.stages.vouchers import write_vouchers
from hefu.gym.world.world import World
from hefu.gym.write import write_block


def build_block(plan: Plan, world: World, number: int) -> Block:
    """Build one block in memory: honest life first, then what is planted."""
    block = Block(plan, world, number)
    if number == plan.blocks:
        write_bodies(block)
        write_accounts(block, stream(plan.seed, "accounts", number))
        write_outlook(block, stream(plan.seed, "outlook", number))
        return block
    write_people(block, stream(plan.seed, "people", number))
    write_accounts(block, stream(plan.seed, "accounts", number))
    relations = draw_relations(block, stream(plan.seed, "relations", number))
    deals = draw_deals(block, relations, stream(plan.seed, "deals", number))
    write_papers(block, relations, deals, stream(plan.seed, "papers", number))
    pay_living(block, stream(plan.seed, "living", number))
    finance(block)
    store_goods(block)
    write_guarantees(block, stream(plan.seed, "guaranteed", number))
    write_payers(block, stream(plan.seed, "payers", number))
    write_public_facts(block, stream(plan.seed, "public facts", number))
    write_makers(block, stream(plan.seed, "makers", number))
    plant_all(block)
    write_warehouses(block, stream(plan.seed, "warehouses", number))
    return block


def finance(block: Block) -> None:
    """Settle the invoices of a block, and finance some of them and some companies besides."""
    seed, number = block.plan.seed, block.number
    taken_back = take_back(block, stream(seed, "red letters", number))
    fates = draw_fates(block, taken_back[0], stream(seed, "fates", number))
    settled = settle(block, taken_back, fates, stream(seed, "settlement", number))
    settled, on_vouchers = write_vouchers(block, fates, settled, stream(seed, "vouchers", number))
    claims, on_claims = claim_loans(block, fates, settled, stream(seed, "claims", number))
    working = working_loans(block, stream(seed, "working", number))
    drawn = on_vouchers.only(on_vouchers.amount_minor > 0)
    lent = Lent.joined(on_claims, working, drawn)
    loans = lend(block, lent, stream(seed, "lending", number))
    loan = np.full(len(block.rows("invoices")), NULL)
    loan[claims] = loans[: len(claims)]
    write_receivables(block, fates, settled, loan, stream(seed, "receivables", number))
    secure(block, claims, on_claims, loans[: len(claims)], fates.notice[claims], stream(seed, "security", number))


def store_goods(block: Block) -> None:
    """Bring goods in and out of the warehouses of a block, and have others attest them."""
    seed, number = block.plan.seed, block.number
    lots, lent = store(block, stream(seed, "lots", number))
    write_stock(block, lots, lent, stream(seed, "stock", number))
    attest(block, lots, stream(seed, "attest", number))


def make_block(plan: Plan, folder: Path, number: int) -> dict[str, int]:
    """Build one block and write it into the folder being made; the work of one process. Return rows per table."""
    return write_block(build_block(plan, World.load(folder / "world"), number), folder)
