"""The world as arrays that every worker maps from disk: parties, their ids and names, accounts, prices."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pyarrow as pa

from hefu.gym.draw import Bytes, Ints

TAX_OFFICE, REGISTRY, SECURITY_REGISTER, COURT, EXCHANGE, VOUCHER_PLATFORM, STATISTICS, BILL_EXCHANGE = range(8)
"""The public bodies are the first parties."""

BODIES = 8
BANKS, FACTORS, INSURERS, INSPECTORS = 12, 4, 3, 5
FIRST_BANK = BODIES
FIRST_FACTOR = FIRST_BANK + BANKS
FIRST_INSURER = FIRST_FACTOR + FACTORS
FIRST_INSPECTOR = FIRST_INSURER + INSURERS
FIRST_KEEPER = FIRST_INSPECTOR + INSPECTORS
LENDERS = BANKS + FACTORS


@dataclass(frozen=True, slots=True)
class World:
    """Everything that does not depend on the block. Party arrays have one entry per party.

    Parties stand in this order: public bodies, banks, factors, insurers, inspectors, keepers, carriers, companies,
    persons. `counts` holds (keepers, carriers, companies, persons). Accounts: one per party up to the last company,
    then a payroll account per bank, then a collection account per lender, then second accounts.
    """

    counts: Ints
    party_id: Bytes
    name_bytes: Bytes
    name_offsets: Ints
    kind: Ints
    industry: Ints
    city: Ints
    sales_yuan: Ints
    building: Ints
    room: Ints
    phone: Ints
    bank: Ints
    registered_on: Ints
    group: Ints
    leader: Ints
    client: Ints
    dormant: Ints
    late_bps: Ints
    by_industry: Ints
    by_industry_start: Ints
    by_industry_weight: Ints
    account_owner: Ints
    account_bank: Ints
    second_account: Ints
    price_minor: Ints

    def save(self, folder: Path) -> None:
        """Write every array as one file."""
        for one in fields(self):
            # By way of memory: where room runs out, NumPy's own writing into a file does not say so.
            data = io.BytesIO()
            np.save(data, getattr(self, one.name))
            (folder / f"{one.name}.npy").write_bytes(data.getbuffer())

    @classmethod
    def load(cls, folder: Path) -> World:
        """Map the arrays that `save` wrote."""
        return cls(**{one.name: np.load(folder / f"{one.name}.npy", mmap_mode="r") for one in fields(cls)})

    @property
    def keepers(self) -> int:
        """How many keepers of warehouses there are."""
        return int(self.counts[0])

    @property
    def carriers(self) -> int:
        """How many carriers there are."""
        return int(self.counts[1])

    @property
    def companies(self) -> int:
        """How many trading companies there are."""
        return int(self.counts[2])

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return int(self.counts[3])

    @property
    def first_carrier(self) -> int:
        """The first carrier."""
        return FIRST_KEEPER + self.keepers

    @property
    def first_company(self) -> int:
        """The first trading company."""
        return self.first_carrier + self.carriers

    @property
    def first_person(self) -> int:
        """The first person."""
        return self.first_company + self.companies

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return self.first_person + self.persons

    @property
    def names(self) -> pa.LargeStringArray:
        """The name of every party."""
        return pa.LargeStringArray.from_buffers(
            self.parties, pa.py_buffer(self.name_offsets), pa.py_buffer(self.name_bytes)
        )

    def payroll_account(self, banks: Ints) -> Ints:
        """Return the account from which a bank pays out wages; `banks` are parties."""
        return self.first_person + banks - FIRST_BANK

    def collection_account(self, lenders: Ints) -> Ints:
        """Return the account into which a lender collects; `lenders` are parties."""
        return self.first_person + BANKS + lenders - FIRST_BANK

    def source(self, parties: Ints | int, *, as_buyer: bool = False) -> Ints:
        """Return the `source_id` of what parties say. A company's own word counts as its borrower's, or its buyer's."""
        return np.asarray(parties, np.int64) * 2 + int(as_buyer)

    def device_source(self, devices: Ints) -> Ints:
        """Return the `source_id` of devices, by their number in the whole world."""
        return 2 * self.parties + devices
