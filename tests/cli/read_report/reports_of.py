"""Reports to look at: what a clerk meets on an ordinary day, and what nobody should ever meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from hefu.book.readers.folder import FileOutcome, ReadReport
from hefu.cli.read_report.facts import Facts
from hefu.core.money import Money
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Message, Text

AT = datetime(2026, 11, 20, 10, 40, tzinfo=timezone(timedelta(hours=8)))
APPLICANT = ("borrower", "uscc:91990000MA0Q7K3TXB")
BANK = ("bank", "uscc:91990000MA0B1Y4P53")


def read(name: str, number: str = "2632", sender: tuple[str, str] = APPLICANT) -> FileOutcome:
    first = Message.of(
        "invoice", number=number, day=date(2026, 11, 3), seller="江州瑞桁钢材有限公司", buyer="Lingbei Heavy"
    )
    second = Message.of("lines_payable", lines=Text("3 lines", "3 行"), amount=Money(213692483, "CNY"))
    rows = {"sources": 1, "invoices": 1, "invoice_lines": 3}
    return FileOutcome(name, 8_123, "0" * 64, "file:1", *sender, "Invoice", rows, (first, second))


def refused(name: str, error: object = None, sender: tuple[str, str] = APPLICANT) -> FileOutcome:
    why = error if error is not None else refuse(Refusal.KIND_UNKNOWN, kind="PNG").refused
    return FileOutcome(name, 2_400_000, "0" * 64, "file:2", *sender, refused=why)  # type: ignore[arg-type]  # a Refused


def facts(*files: FileOutcome, batch: str = "batch-3f9fade93d4d8a0c", folder: str = "papers") -> Facts:
    report = ReadReport(tuple(sorted(files, key=lambda file: file.name)), batch=Path("book") / batch if batch else None)
    return Facts(report, folder, AT)


def ordinary() -> Facts:
    """Two senders, several kinds of refusal, a file twice, and one that the book holds."""
    scan = refused("from-applicant/scan.png")
    contradicts = refuse(
        Refusal.DOCUMENT_CONTRADICTS, field="PayableAmount", found="1.00", other="sum", expected="2.00"
    )
    return facts(
        read("from-applicant/invoice-1.xml"),
        scan,
        refused("from-applicant/2025/photo.png"),
        replace(scan, name="from-applicant/scan2.png", same_as="from-applicant/scan.png"),
        refused("from-applicant/wrong.xml", contradicts.refused),
        refused("from-applicant/table.csv", refuse(Refusal.MAPPING_MISSING).refused),
        replace(read("from-bank/again.xml", sender=BANK), document_kind="", rows={}, understood=(), known=True),
        FileOutcome("from-bank/copy.xml", 900, "0" * 64, "file:1", *BANK, same_as="from-bank/again.xml"),
        refused("from-bank/statement.pdf", refuse(Refusal.PDF_ENCRYPTED).refused, BANK),
    )


def empty() -> Facts:
    return facts(batch="")


def all_refused() -> Facts:
    return facts(refused("a.png"), refused("b.png"), batch="")


def all_read() -> Facts:
    return facts(read("a.xml"), read("b.xml"))


def many(count: int) -> Facts:
    """So many files, every tenth of them refused."""
    names = [f"from-applicant/invoice-{number:020d}.xml" for number in range(count)]
    return facts(*(refused(name) if at % 10 == 0 else read(name, name[-24:-4]) for at, name in enumerate(names)))


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre></style></body>",
    "{{ 7 * 7 }}{% raw %}{0}{name}",
    "\x1b[2J\x1b]0;title\x07\r\b",
    "a\u202egpj.exe\u2066b",
    "line\nbreak\ttab\u2028paragraph",
    "\udcff\ud800",
    "x" * 3_000,
    "&amp;&#60;",
)


def hostile(words: tuple[str, ...] = HOSTILE) -> Facts:
    """Words that attack, wherever a document or a file name can put them."""
    files = []
    for at, word in enumerate(words):
        sender = (word, f"uscc:{word}")
        files.append(replace(read(f"{at}/{word}", number=word, sender=sender), document_kind=word))
        files.append(refused(f"{at}/{word}/r", refuse(Refusal.KIND_UNKNOWN, kind=word).refused, sender))
        files.append(replace(files[-1], name=f"{at}/{word}/s", same_as=f"{at}/{word}/r"))
    return facts(*files, folder=words[0])
