"""Were the owners and group companies of applicant and debtor followed to their end? Only where not is it said."""

from __future__ import annotations

from hefu.core.findings import RowRef, Unassessed
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.decide import Check
from hefu.parties.chains import Chain

NAME = "request.owners"
VERSION = 1
GROUP = Text("Who is who?", "谁是谁？")
QUESTION = Text(
    "The owners and group companies of applicant and debtor are known to their end",
    "申请人与债务人的股权结构及集团成员已穷尽核查",
)
OWNERS_TEXTS = {
    "owners_cut": Text(
        "The owners and group companies of {applicant} and {debtor} are more than {count}, and not all were looked at",
        "{applicant} 与 {debtor} 的股东及集团成员超过 {count} 个，未能全部核查",
    ),
    "owners_cut_clears": Text(
        "A list of the group's members with their shares from the registers", "登记机关载明持股比例的集团成员名单"
    ),
}


def check_owners(owners: Chain, applicant_id: str, debtor_id: str) -> tuple[Check, ...]:
    """Return an open check where the chain of owners was cut, else none."""
    if not owners.cut:
        return ()
    reason = Message.of("owners_cut", applicant=applicant_id, debtor=debtor_id, count=len(owners.party_ids) - 1)
    subjects = (RowRef("parties", applicant_id), RowRef("parties", debtor_id))
    clears = Message.of("owners_cut_clears")
    return (
        Check(
            NAME, QUESTION, GROUP, (), (Unassessed(NAME, VERSION, reason, subjects, clears, PaperKind.COMPANY_EXTRACT),)
        ),
    )
