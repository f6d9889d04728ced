"""One block from its first relation to its files: the order of the stages."""

from __future__ import annotations

from pathlib import Path

from hefu.gym.draw import stream
from hefu.gym.frame import Block
from hefu.gym.plan import Plan
from hefu.gym.schemes import plant_all
from hefu.gym.stages.deals import draw_deals
from hefu.gym.stages.papers import write_papers
from hefu.gym.stages.people import write_accounts, write_bodies, write_people
from hefu.gym.stages.relations import draw_relations
from hefu.gym.stages.settlement import settle
from hefu.gym.world.world import World
from hefu.gym.write import write_block


def build_block(plan: Plan, world: World, number: int) -> Block:
    """Build one block in memory: honest life first, then what is planted."""
    block = Block(plan, world, number)
    if number == plan.blocks:
        write_bodies(block)
        write_accounts(block, stream(plan.seed, "accounts", number))
        return block
    write_people(block, stream(plan.seed, "people", number))
    write_accounts(block, stream(plan.seed, "accounts", number))
    relations = draw_relations(block, stream(plan.seed, "relations", number))
    deals = draw_deals(block, relations, stream(plan.seed, "deals", number))
    write_papers(block, relations, deals, stream(plan.seed, "papers", number))
    settle(block, stream(plan.seed, "settlement", number))
    plant_all(block)
    return block


def make_block(plan: Plan, folder: Path, number: int) -> dict[str, int]:
    """Build one block and write it into the folder being made; the work of one process. Return rows per table."""
    return write_block(build_block(plan, World.load(folder / "world"), number), folder)
