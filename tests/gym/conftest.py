"""One small economy for all tests of the gym: made once, honest and planted."""

from pathlib import Path

import pytest

from hefu.book.book import Book
from hefu.gym.make import make
from hefu.gym.plan import Plan
from hefu.gym.schemes import plants
from hefu.gym.world.build import build_world
from hefu.gym.world.world import World

COMPANIES, MONTHS, SEED = 1_600, 14, 20_261_125


@pytest.fixture(scope="session")
def honest_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gym") / "honest"
    make(Plan(COMPANIES, MONTHS, SEED), folder)
    return folder


@pytest.fixture(scope="session")
def planted_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gym") / "planted"
    make(Plan(COMPANIES, MONTHS, SEED, plants("all")), folder)
    return folder


@pytest.fixture(scope="session")
def honest(honest_folder: Path) -> Book:
    return Book.open(honest_folder)


@pytest.fixture(scope="session")
def planted(planted_folder: Path) -> Book:
    return Book.open(planted_folder)


@pytest.fixture(scope="session")
def world() -> World:
    return build_world(Plan(COMPANIES, MONTHS, SEED))
