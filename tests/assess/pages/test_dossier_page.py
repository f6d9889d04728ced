"""The dossier page says everything its facts say, in one file that needs nothing else."""

import html
import itertools
import re
from typing import Any

import pytest

from hefu.assess.pages import derive, dossier_page
from hefu.assess.pages.labels import CHECK_STATES
from hefu.core.texts import Language
from tests.assess.pages.pages_of import (
    LANGUAGES,
    NAMES,
    case,
    changed,
    dossier,
    every_page,
    faults_of_form,
    tree,
    visible_text,
)

HOSTILE = "<script>alert(1)</script>&\"'{{ 7*7 }}"


def test_every_page_is_well_formed() -> None:
    assert [faults_of_form(page) for page in every_page()] == [[]] * 8


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<p><b>x</p>", "</p>"),
        ("<p>", "never closed"),
        ("<div/>", "outside a drawing"),
        ("<i id=a></i><i id=a></i>", "twice"),
    ],
)
def test_a_broken_page_is_found(page: str, fault: str) -> None:
    assert fault in " ".join(faults_of_form(page))


def test_no_page_reaches_outside_itself() -> None:
    for page in every_page():
        root = tree(page)
        links = {value for _, name, value, _ in root.iterlinks() if name in ("href", "src", "action")}
        inside = {f"#{name}" for name in root.xpath("//@id")}
        assert links <= inside | {"other.html", "data:,"}
        assert not root.xpath("//script | //iframe | //object | //form | //img")
        assert not re.search(r"https?:|@import|url\((?!#)|\bsrc=", page)


def test_a_page_names_its_language_and_links_to_the_other() -> None:
    for language, own, other in ((Language.ZH, "zh-Hans", "en"), (Language.EN, "en", "zh-Hans")):
        root = tree(dossier("refer", language))
        (link,) = root.xpath("//a[@hreflang]")
        assert (root.get("lang"), link.get("lang"), link.get("hreflang")) == (own, other, other)
        assert link.get("href") == "other.html"


def test_the_same_facts_give_the_same_bytes() -> None:
    assert every_page() == every_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_facts_is_on_the_page_and_escaped(language: Language) -> None:
    tokens: list[str] = []

    def name_texts(item: dict[str, Any]) -> None:
        if set(item) == {"en", "zh"}:
            tokens.append(f"text{len(tokens)}<b>&")
            item.update({"en": tokens[-1] + "en", "zh": tokens[-1] + "zh"})

    page = dossier_page(changed(case("refer"), name_texts), language, "other.html")
    assert len(tokens) > 90
    missing = [token for token in tokens if html.escape(token) + language.value not in page]
    assert not missing
    assert "<b>&" not in page


def test_a_hostile_name_stays_a_name() -> None:
    def poison(item: dict[str, Any]) -> None:
        for name in ("name", "number", "item_name", "row_id", "party_id", "table", "code", "request_id", "rulebook"):
            if isinstance(item.get(name), str):
                item[name] = HOSTILE

    facts = changed(case("refer"), poison)
    for language in LANGUAGES:
        page = dossier_page(facts, language, "other.html")
        assert not re.search(r"<script|</style[^>]*>(?!\n</head>)", page)
        assert page.count("&lt;script&gt;alert(1)") > 20
        assert page.count("{{ 7*7 }}") > 20
        assert faults_of_form(page) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_totals_of_the_coverage_are_the_sums_of_its_rows(name: str, language: Language) -> None:
    (table,) = tree(dossier(name, language)).xpath("//section[@id='coverage']/table")
    rows = [[int(cell.text) for cell in row.xpath("td[@class='num']")] for row in table.xpath("tbody/tr")]
    (total,) = [[int(cell.text) for cell in row.xpath("td[@class='num']")] for row in table.xpath("tfoot/tr")]
    marks = [len(row.xpath("td//span[@class='dots']/svg")) for row in table.xpath("tbody/tr")]
    assert [sum(column) for column in zip(*rows, strict=True)] == total
    assert [sum(row) for row in rows] == marks
    states = [check["state"] for question in case(name)["coverage"] for check in question["checks"]]
    assert total == [states.count(state) for state in ("passed", "failed", "not_assessed", "not_applicable")]


def test_a_check_that_was_not_made_says_why_and_wears_no_tick() -> None:
    root = tree(dossier("refer", Language.EN))
    row = next(
        row for row in root.xpath("//table[contains(@class,'coverage')]//tr") if "trade real" in row.text_content()
    )
    assert "no answer from the tax office since 19 Nov 14:02" in row.text_content()
    assert "runs again when it is back" in row.text_content()
    assert len(row.xpath(".//use[@href='#c-not_assessed']")) == 1
    assert len(row.xpath(".//use[@href='#c-passed']")) == 5


def test_a_check_that_does_not_apply_says_why_and_wears_a_mark_of_its_own() -> None:
    for language, word in ((Language.EN, "not applicable"), (Language.ZH, "不适用")):
        root = tree(dossier("refer", language))
        (row,) = root.xpath("//section[@id='coverage']/table/tbody/tr[.//use[@href='#c-not_applicable']]")
        assert "EN 16931" in row.text_content()
        (named,) = root.xpath("//details//tr[.//use[@href='#c-not_applicable']]")
        assert word in named.text_content()
        drawings = [root.xpath(f"//symbol[@id='c-{state}']/*") for state in CHECK_STATES]
        assert len({tuple((shape.tag, shape.get("d")) for shape in drawing) for drawing in drawings}) == 4


@pytest.mark.parametrize(("outcome", "place"), [("decline", 0), ("refer", 1), ("lend", 2)])
def test_one_of_three_outcomes_is_marked_strictest_first(outcome: str, place: int) -> None:
    facts = case("refer")
    facts["verdict"]["outcome"] = outcome
    items = tree(dossier_page(facts, Language.EN, "other.html")).xpath("//ol[@class='outcomes']/li")
    assert [item.text_content().strip() for item in items] == ["Decline", "Refer", "Lend"]
    assert [item.get("aria-current") is not None for item in items] == [at == place for at in range(3)]
    assert [len(item.xpath(".//svg")) for item in items] == [int(at == place) for at in range(3)]


def test_a_reason_links_to_the_findings_it_names() -> None:
    (first, *_) = tree(dossier("refer", Language.ZH)).xpath("//ul[@class='why']/li")
    assert [link.get("href") for link in first.xpath("a")] == ["#F1", "#F2", "#F3"]
    assert first.text_content().startswith("F1、F2、F3 须由人工审阅")


def test_a_reason_stands_with_its_article_first_day_and_certainty() -> None:
    (first, *_) = tree(dossier("refer", Language.EN)).xpath("//ul[@class='why']/li")
    (cite,) = first.xpath("span[@class='cite']")
    words = " ".join(cite.text_content().split())
    assert words.endswith("(NFRA Order 2024-2), art. 28, in force since 1 Jul 2024 single source")
    assert [link.get("href") for link in cite.xpath("a")] == ["#law"]


def test_rules_cited_say_from_when_to_when_how_sure_and_which_finding() -> None:
    rows = tree(dossier("refer", Language.EN)).xpath("//section[@id='law']/table[1]/tbody/tr")
    said = [[" ".join(cell.text_content().split()) for cell in row.xpath("td")[1:]] for row in rows]
    assert said == [
        ["2024-07-01", "single source", "F1"],
        ["2018-07-01", "single source", "Group limit headroom"],
        ["2021-01-01 until before 2030-01-01", "from memory", "F2"],
    ]
    badges = tree(dossier("refer", Language.EN)).xpath("//span[@class='state']/span[@class='badge']")
    assert "refers only" in [badge.text for badge in badges]


def test_a_limit_that_the_law_sets_names_its_rule_and_no_article_where_none_is_known() -> None:
    page = tree(dossier("refer", Language.ZH))
    (limit,) = page.xpath("//dl[@class='pairs']/dt[.='集团限额余额']/following-sibling::dd[1]/span[@class='cite']")
    assert limit.text_content().startswith("商业银行大额风险暴露管理办法（银保监会令 2018-1），自")
    assert "第  条" not in page.text_content()


def test_the_one_paper_that_settles_most_stands_under_the_coverage() -> None:
    words = visible_text(dossier("refer", Language.ZH))
    assert "一种材料即可解决最多项：工商登记信息，可解决 4 项中的 2 项" in words


@pytest.mark.parametrize(("name", "kind", "conditions"), [("refer", "用信", "用信条件"), ("lend", "授信", "授信条件")])
def test_facility_and_drawdown_are_told_apart(name: str, kind: str, conditions: str) -> None:
    root = tree(dossier(name, Language.ZH))
    assert root.xpath("//span[@class='badge kind']")[0].text == kind
    assert conditions in root.xpath("//section[@id='conditions']")[0].text_content()
    granted = root.xpath("//ol[@class='outcomes']/li[3]")[0].text_content().strip()
    assert granted == {"用信": "可放款", "授信": "可授信"}[kind]


def test_a_policy_that_is_not_met_says_why() -> None:
    (row, _met) = tree(dossier("refer", Language.EN)).xpath("//table[contains(@class,'policies')]/tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
    assert cells == ["not met", "Refer", "the debtor is not among those listed"]


@pytest.mark.parametrize(
    ("text", "cited", "expected"),
    [
        ("F1 stops it", ["F1"], [("F1", "F1"), (" stops it", "")]),
        ("F12 is not F1", ["F1"], [("F12 is not ", ""), ("F1", "F1")]),
        ("two stop it", ["F1"], [("two stop it", ""), (" ", ""), ("F1", "F1")]),
        ("消除F1", ["F1"], [("消除", ""), ("F1", "F1")]),
        ("nothing", [], [("nothing", "")]),
    ],
)
def test_labels_become_links_and_none_is_lost(text: str, cited: list[str], expected: list[tuple[str, str]]) -> None:
    assert derive.linked(text, cited) == expected


def test_the_binding_limit_is_named_and_the_short_amount_has_its_exact_one_beside() -> None:
    english, chinese = (visible_text(dossier("refer", language)) for language in (Language.EN, Language.ZH))
    assert "Net guarantee cover binding" in english
    assert "担保净覆盖 起约束" in chinese
    assert "CNY 5.26 m 5,260,000.00 · 52.6% of the amount asked" in english
    assert "526.00 万元 5,260,000.00 · 为申请金额的 52.6%" in chinese
    assert "As of 20 Nov 2026 10:40 (UTC+8)" in english
    assert "截至 2026-11-20 10:40（UTC+8）" in chinese


def test_the_sum_from_invoiced_to_lendable_wears_its_signs() -> None:
    (sum_line,) = tree(dossier("refer", Language.EN)).xpath("//ol[contains(@class,'workings')]")
    assert [op.text for op in sum_line.xpath(".//span[@class='op']")] == [*"\N{MINUS SIGN}" * 4, "=", "×", "="]


def test_grave_findings_are_open_and_the_others_closed() -> None:
    found = tree(dossier("refer", Language.EN)).xpath("//details[contains(@class,'finding')]")
    assert [(item.get("id"), item.get("open") is not None) for item in found] == [
        (f"F{at}", at <= 3) for at in range(1, 9)
    ]


def test_an_empty_half_says_what_was_looked_for() -> None:
    voids = tree(dossier("refer", Language.EN)).xpath("//td[@class='void']")
    assert [" ".join(void.xpath(".//span[@class='doc']")[0].text_content().split()) for void in voids] == [
        "Paymentdue 18 Jan 2027, nothing paid yet",
        "Deliveryno despatch note and no acceptance slip",
        "Paymentdue 18 Jan 2027, nothing paid yet",
    ]


def test_every_seam_says_its_state_in_words() -> None:
    (row,) = tree(dossier("refer", Language.EN)).xpath("//table[@class='tally']/tbody/tr[2]")
    said = [" ".join(pill.text_content().split()) for pill in row.xpath(".//span[@class='pill']")]
    assert said == [
        "between Contract / order and Delivery: in part 99.3%",
        "between Delivery and Invoice: in part 99.3%",
        "between Invoice and Payment: misfit",
    ]


def test_lines_are_counted_by_their_gravest_seam() -> None:
    assert derive.tally_counts(case("refer")["tally"]["invoices"]) == {
        "lines": 4,
        "match": 1,
        "misfit": 1,
        "missing": 1,
        "partial": 1,
    }


@pytest.mark.parametrize(
    ("order", "delivery", "payment", "expected"),
    [
        ("match", "match", "match", "match"),
        ("match", "match", "not_due", "match"),
        ("match", "match", "partial", "match"),
        ("match", "partial", "partial", "partial"),
        ("missing", "partial", "match", "missing"),
        ("missing", "missing", "misfit", "misfit"),
        ("match", "match", "missing", "missing"),
    ],
)
def test_a_line_is_as_grave_as_its_gravest_seam(order: str, delivery: str, payment: str, expected: str) -> None:
    states = {"order": order, "delivery": delivery, "payment": payment}
    assert derive.line_state({"seams": {name: {"state": state} for name, state in states.items()}}) == expected


def test_files_are_grouped_by_who_controls_them_most_independent_first() -> None:
    groups = derive.by_controller([*case("refer")["inputs"], {"controlled_by": None}, {"controlled_by": "stranger"}])
    assert [name for name, _ in groups] == ["registry", "bank", "lender", "buyer", "borrower", None, "stranger"]


def test_an_empty_dossier_says_what_is_empty_and_why() -> None:
    facts = case("refer")
    facts["tally"]["invoices"] = facts["findings"] = facts["coverage"] = facts["inputs"] = facts["rules"] = []
    facts["amount"]["constraints"] = facts["amount"]["workings"] = facts["verdict"]["conditions"] = []
    for language, words in (
        (Language.EN, ("There is no invoice to lay beside", "No finding.", "No check was made.", "No file was read.")),
        (Language.ZH, ("没有可与订单、收货核对的发票", "没有发现。", "没有进行任何检查。", "没有读取任何文件。")),
    ):
        page = dossier_page(facts, language, "other.html")
        assert faults_of_form(page) == []
        assert [word for word in words if word not in visible_text(page)] == []


def test_what_is_unknown_is_a_dash_with_its_reason() -> None:
    facts = case("lend")
    facts["tally"]["invoices"][0]["lines"][0]["halves"]["order"]["controlled_by"] = None
    facts["inputs"][0]["controlled_by"] = facts["inputs"][0]["received_at"] = None
    words = visible_text(dossier_page(facts, Language.EN, "other.html"))
    assert "PO-88 / 1 · source not stated" in words
    assert "– source not stated" in words
    assert "– not stated" in words
    assert "due date not stated" in words
    assert "– nothing to add up" in words


def test_an_amount_of_another_currency_names_it() -> None:
    facts = case("refer")
    facts["findings"][0]["at_risk"] = {"amount_minor": 174_472_000, "currency": "USD"}
    assert "1,744,720.00 USD" in visible_text(dossier_page(facts, Language.EN, "other.html"))


def test_a_fact_the_format_asks_for_may_not_be_missing() -> None:
    facts = case("refer")
    del facts["verdict"]["flip"]
    with pytest.raises(Exception, match="flip"):
        dossier_page(facts, Language.EN, "other.html")


def test_tables_are_named_and_their_headers_know_their_direction() -> None:
    for page in every_page():
        root = tree(page)
        assert not [table for table in root.xpath("//table") if not table.xpath("caption")]
        assert not root.xpath("//th[not(@scope)]")
        assert not root.xpath("//svg[not(@aria-hidden='true') and not(ancestor::*[@aria-hidden='true'])]")
        assert root.xpath("//body/a[@class='skip']/@href") == ["#main"]
        levels = [int(heading.tag[1]) for heading in root.xpath("//h1 | //h2 | //h3")]
        assert levels[0] == levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
