"""`hefu book`: counts what is sound, names what is broken, prints the schema's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hefu.book.book import Book
from hefu.book.reference import page
from hefu.cli.book import book
from tests.book.builders import INVOICE, SOURCE


def test_a_sound_book_is_counted_table_by_table(tmp_path: Path) -> None:
    Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE]}).write(tmp_path)
    result = CliRunner().invoke(book, ["check", str(tmp_path), "--lang", "en"])
    assert (result.exit_code, result.stdout) == (0, "sources: 1\ninvoices: 1\nEvery row holds to the schema.\n")


@pytest.mark.parametrize(("language", "said"), [("en", "is not a currency code"), ("zh", "不是 ISO 4217 的币种代码")])
def test_every_broken_row_is_named_and_ends_with_code_1(language: str, said: str, tmp_path: Path) -> None:
    broken = [{**INVOICE, "invoice_id": f"i{n}", "currency": "RMB"} for n in range(3)]
    Book.of_rows({"sources": [SOURCE], "invoices": broken}).write(tmp_path)
    result = CliRunner().invoke(book, ["check", str(tmp_path), "--lang", language])
    assert result.exit_code == 1
    assert result.stderr.count(said) == 3
    assert result.stdout == ""


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_a_folder_without_a_book_ends_with_code_1(folder: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(book, ["check", str(tmp_path / folder), "--lang", "en"])
    assert result.exit_code == 1
    assert result.stderr


def test_the_schema_is_the_reference_page() -> None:
    result = CliRunner().invoke(book, ["schema"])
    assert (result.exit_code, result.stdout) == (0, page())


def test_books_are_joined_into_a_new_one(tmp_path: Path) -> None:
    for name in ("a", "b"):
        invoice = {**INVOICE, "invoice_id": name}
        Book.of_rows({"sources": [SOURCE], "invoices": [invoice]}).write(tmp_path / name)
    arguments = ["join", str(tmp_path / "a"), str(tmp_path / "b"), "--into", str(tmp_path / "c"), "--lang", "en"]
    result = CliRunner().invoke(book, arguments)
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'c'}: 3 rows\n")
    assert sorted(Book.open(tmp_path / "c").table("invoices")["invoice_id"].to_pylist()) == ["a", "b"]
    assert CliRunner().invoke(book, arguments).exit_code == 1
