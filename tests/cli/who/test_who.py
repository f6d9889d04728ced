"""`hefu who`: a hub is folded, nothing is fetched, a missing script is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hefu.book.book import Book
from hefu.cli.main import main
from hefu.cli.who import page
from hefu.cli.who.page import elements, who_page
from hefu.core.texts import Language
from hefu.parties import derive
from hefu.parties.config import PartiesConfig
from hefu.parties.ties import NEIGHBOURS_MAX, NODES_MAX, Ties, ties_of
from tests.browser import PHONE, WIDE, opened_browser, opened_page, sees
from tests.parties.world import NOW, company, uscc, world

SUBJECT, OWNER, BUYER = uscc(1), "person:chen", uscc(2)
FIRMS = 14


def made(name: str = "佛山市顺达钢铁贸易有限公司") -> Ties:
    book = book_of(name)
    for table, rows in derive(book, PartiesConfig(), NOW).items():
        book = book.with_table(table, rows)
    return ties_of(book, SUBJECT, 2, NOW.today)


def book_of(name: str) -> Book:
    here = {"address": "佛山市中山路18号3栋1201室"}
    parties = [company(SUBJECT, name, **here), company(BUYER, "广州宏达机械有限公司", **here)]
    parties.append({"party_id": OWNER, "kind": "person", "name": "陈大文"})
    parties += [company(uscc(100 + n), f"第{n}物流有限公司") for n in range(FIRMS)]
    links = [{"from_id": OWNER, "to_id": uscc(100 + n), "share_bps": 6_000} for n in range(FIRMS)]
    links.append({"from_id": OWNER, "to_id": SUBJECT, "share_bps": 5_500})
    invoice = {"invoice_id": "i", "seller_id": SUBJECT, "buyer_id": BUYER}
    return world(parties=parties, party_links=links, invoices=[invoice])


def test_who_tells_controller_dependence_and_what_is_shared_each_with_its_rows() -> None:
    told = {(tie.kind, tie.one_id, tie.other_id, tie.basis, tie.share_bps) for tie in made().ties}
    assert ("in_group", OWNER, SUBJECT, "majority_of_votes", 5_500) in told
    assert ("depends_on", SUBJECT, BUYER, "sales", 10_000) in told
    assert ("shares", SUBJECT, BUYER, "address", 10_000) in told
    assert all(tie.evidence for tie in made().ties)
    assert made().controllers == ((OWNER, 5_500),)


def test_a_hub_is_folded_in_the_picture_and_whole_in_the_table() -> None:
    ties = made()
    drawn = [one["data"]["id"] for one in elements(ties, Language.EN) if "source" not in one["data"]]
    assert len(ties.drawn) <= NODES_MAX
    assert ties.folded == ((OWNER, FIRMS - NEIGHBOURS_MAX),)
    assert f"more:{OWNER}" in drawn
    assert {tie.other_id for tie in ties.ties if tie.one_id == OWNER} >= {uscc(100 + n) for n in range(FIRMS)}
    assert json.dumps(elements(ties, Language.ZH)) == json.dumps(elements(made(), Language.ZH))


def test_a_name_cannot_end_the_script_or_become_markup() -> None:
    hostile = "</script><script>alert(1)</script><b>&"
    html = who_page(made(hostile), "x", 2, Language.EN, "other.html")
    assert "<script>alert" not in html
    assert html.count("</script>") == 2


def test_without_the_script_the_command_refuses_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book_of("甲有限公司").write(tmp_path / "book")
    monkeypatch.setattr(page, "files", lambda _: tmp_path)
    out = tmp_path / "out" / "who.html"
    command = ["who", SUBJECT, "--book", str(tmp_path / "book"), "--as-of", "2026-06-01", "--out", str(out)]
    done = CliRunner().invoke(main, [*command, "--lang", "en"])
    assert done.exit_code == 1
    assert "asset_missing" in done.output
    assert not (tmp_path / "out").exists()


def test_a_party_that_the_book_does_not_know_is_refused(tmp_path: Path) -> None:
    book_of("甲有限公司").write(tmp_path)
    done = CliRunner().invoke(main, ["who", "uscc:gone", "--book", str(tmp_path), "--lang", "en"])
    assert done.exit_code == 1
    assert "party_unknown" in done.output


def test_the_command_prints_and_the_page_is_quiet_offline_and_fits_a_phone(tmp_path: Path) -> None:
    book_of("甲有限公司").write(tmp_path / "book")
    out = tmp_path / "who.html"
    command = ["who", SUBJECT, "--book", str(tmp_path / "book"), "--as-of", "2026-06-01", "--out", str(out)]
    done = CliRunner().invoke(main, [*command, "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert "最终控制人 陈大文 (person:chen)：穿透后权益比例 55.00%" in done.output
    with opened_browser() as browser:
        for path, language in ((out, "zh-Hans"), (tmp_path / "who.en.html", "en")):
            for viewport in (PHONE, WIDE):
                with opened_page(browser) as shown:
                    assert sees(shown, path, viewport) == []
                    assert shown.locator("#net canvas").count() > 0
                    assert shown.locator("#net").get_attribute("aria-label")
                    assert shown.locator("html").get_attribute("lang") == language
