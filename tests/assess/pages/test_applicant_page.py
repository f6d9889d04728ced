"""The applicant's page: neutral for everyone."""

import re
from typing import Any

import pytest

from hefu.assess.pages import applicant_page, applicant_words
from hefu.core.texts import Language
from tests.assess.pages.pages_of import LANGUAGES, NAMES, applicant, case, changed, tree, visible_text

SUSPICION = {
    Language.EN: (
        r"risk|suspi|suspect|fraud|fake|false|forge|anomal|abnormal|irregular|alert|warn|flag|score|grade|rating|finding"
        r"|mismatch|misfit|missing|gap|problem|issue|fail|error|incomplete|insufficient|refus|declin|reject|refer"
        r"|review|investigat|explain|doubt|concern|violat|breach|default|rule|severity|collater|tally|verdict"
    ),
    Language.ZH: (
        "风险|可疑|嫌疑|疑似|怀疑|欺诈|诈骗|虚假|伪造|造假|异常|警|评分|打分|等级|发现|不符|不合|缺|问题|失败|错误|不全|不足"
        "|拒|转人工|复核|调查|解释|说明原因|疑点|违规|违反|逾期|违约|规则|命中|核查|结论"
    ),
}


def suspicious(words: str, language: Language) -> list[str]:
    return re.findall(SUSPICION[language], words, re.IGNORECASE)


def own_names(name: str) -> set[str]:
    """Ids of findings, labels, names of rules, and what findings and checks say of the same request."""
    facts = case(name)
    names = {finding["finding_id"] for finding in facts["findings"]} | {rule["name"] for rule in facts["rules"]}
    texts = [finding["text"] for finding in facts["findings"]] + [facts["verdict"]["flip"]]
    texts += [check["name"] for question in facts["coverage"] for check in question["checks"]]
    return names | {text[language] for text in texts for language in ("en", "zh")}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_no_word_of_suspicion_and_nothing_a_rule_said(name: str, language: Language) -> None:
    page = applicant(name, language)
    assert suspicious(visible_text(page), language) == []
    assert [word for word in own_names(name) if word in page] == []
    assert not re.search(r"\bF\d+\b|F-[0-9a-f]{16}", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_the_page_s_own_words_is_a_word_of_suspicion(language: Language) -> None:
    for text in applicant_words.WORDS.values():
        literal = text.zh if language == Language.ZH else text.en
        assert suspicious(literal, language) == []


@pytest.mark.parametrize(
    ("words", "language"), [("Line 4 is missing", Language.EN), ("您的第 4 行发票缺少收货", Language.ZH)]
)
def test_a_word_of_suspicion_is_found(words: str, language: Language) -> None:
    assert suspicious(words, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clean_and_a_troubled_request_get_the_same_page_but_for_their_facts(language: Language) -> None:
    assert bare("refer", language) == bare("lend", language)


def bare(name: str, language: Language) -> str:
    """The page of a request whose names, amounts, days and files are made the same for all."""
    facts = case(f"applicant_of_{name}")

    def neutralise(item: dict[str, Any]) -> None:
        same = {"amount_minor": 1, "party_id": "uscc:1", "received_at": "2026-11-16T01:14:00Z"}
        item.update({key: value for key, value in same.items() if key in item})
        if isinstance(item.get("name"), str):
            item["name"] = "name"

    made = changed(facts, neutralise)
    made |= {"request_id": "A", "starts_on": "2026-01-01", "ends_on": "2026-02-01", "tenor_days": 31}
    made |= {"received": made["received"][:1], "received_count": 1}
    made["cost"] |= {"rate_bps": 1, "yearly_bps": 1}
    return applicant_page(made, language, "other.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_page_does_not_know_cannot_be_shown(language: Language) -> None:
    facts = case("applicant_of_refer")
    assert applicant_page(facts | case("refer") | facts, language, "other.html") == applicant("refer", language)


def test_the_yearly_cost_shows_its_sum_and_its_formula() -> None:
    english, chinese = (visible_text(applicant("refer", language)) for language in (Language.EN, Language.ZH))
    assert "4.75% All-in yearly cost: interest and every fee" in english
    assert "70,250.00 ÷ 10,000,000.00 × 365 ÷ 54 = 4.75%" in english
    assert "4.75% 年化综合成本，含利息和所有费用" in chinese
    assert "利息 4.35%，54 天 65,250.00 平台手续费 5,000.00 登记费，由放款机构承担 0.00 您一共付出 70,250.00" in chinese
    assert "1,000.00 万元 10,000,000.00 元" in chinese


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_of_the_cost_add_up_as_shown(name: str) -> None:
    (table,) = tree(applicant(name, Language.EN)).xpath("//table[@class='costs']")
    amounts = [int(cell.text.replace(",", "").replace(".", "")) for cell in table.xpath("tbody//td")]
    (total,) = [int(cell.text.replace(",", "").replace(".", "")) for cell in table.xpath("tfoot//td")]
    assert sum(amounts) == total


def test_every_standard_paper_is_listed_with_how_to_give_it() -> None:
    (papers,) = tree(applicant("refer", Language.ZH)).xpath("//ul[@class='papers']")
    wanted = [paper["name"]["zh"] + paper["how"]["zh"] for paper in case("applicant_of_refer")["documents"]]
    assert ["".join(item.text_content().split("\n")) for item in papers] == wanted


def test_the_status_is_the_step_that_is_going_on() -> None:
    facts = case("applicant_of_refer")
    assert "Papers being checked" in status(facts)
    for step in facts["steps"]:
        step["state"] = "done"
    assert "All steps are done" in status(facts)


def status(facts: dict[str, Any]) -> str:
    (box,) = tree(applicant_page(facts, Language.EN, "other.html")).xpath("//div[@class='status']")
    return str(box.text_content())


def test_a_request_without_papers_says_so() -> None:
    facts = case("applicant_of_refer") | {"received": [], "received_count": 0, "documents": []}
    words = visible_text(applicant_page(facts, Language.ZH, "other.html"))
    assert "尚未收到资料" in words
    assert "本产品不需要另交资料" in words
