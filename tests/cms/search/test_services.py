"""Best bets, tasks and services stand above the results."""

import pytest
from django.core.exceptions import ValidationError

from cms.search.models import BestBet, DictionaryWord
from tests.cms.search.conftest import Found, Searched
from tests.factories.pages import NewsPageFactory


def tasks_of(site, *items: dict) -> None:
    home = site.root_page.specific
    defaults = {"icon": "ticket", "description": "", "page": None, "address": ""}
    home.sections = [("services", {"title": "便民服务", "items": [{**defaults, **item} for item in items]})]
    home.save()


def services(found: Found) -> list[str]:
    return [strong.text for strong in found.soup.select(".search__services strong")]


def bets(found: Found) -> list[str]:
    return [strong.text for strong in found.soup.select(".search__bets strong")]


def test_a_service_is_found_by_its_label_and_its_explanation(searched: Searched):
    tasks_of(searched.family.lichuan, {"label": "预约挂号", "description": "看病先约", "address": "https://a.gov.cn/"})
    for query in ("挂号", "看病", "怎么挂号"):
        assert services(searched.search(query)) == ["预约挂号"], query
    assert services(searched.search("峡谷")) == []


def test_a_service_is_found_by_a_synonym_of_the_dictionary(searched: Searched):
    tasks_of(searched.family.lichuan, {"label": "叫车", "address": "https://a.gov.cn/"})
    assert services(searched.search("打车")) == []
    DictionaryWord.objects.create(word="打车", kind="task", synonyms="叫车 出租车")
    assert services(searched.search("打车")) == ["叫车"]
    assert services(searched.search("出租车")) == ["叫车"]


def test_services_of_the_site_above_are_found_too_and_of_others_not(searched: Searched):
    tasks_of(searched.family.prefecture, {"label": "州里挂号", "address": "https://a.gov.cn/"})
    tasks_of(searched.family.enshi, {"label": "恩施挂号", "address": "https://b.gov.cn/"})
    assert services(searched.search("挂号")) == ["州里挂号"]


def test_a_service_that_answers_only_a_small_part_of_the_question_is_left_out(searched: Searched):
    tasks_of(searched.family.lichuan, {"label": "路线", "address": "https://a.gov.cn/"})
    assert services(searched.search("恩施大峡谷观光路线")) == []


def test_a_service_leads_to_its_live_page_and_is_left_out_without_it(searched: Searched):
    page = NewsPageFactory(parent=searched.news, title="说明")
    tasks_of(searched.family.lichuan, {"label": "挂号", "page": page})
    assert searched.search("挂号").links(".search__services") == {"挂号": page.url}
    page.unpublish()
    assert services(searched.search("挂号")) == []


def test_a_foreign_service_is_left_by_way_of_the_notice(searched: Searched):
    tasks_of(searched.family.lichuan, {"label": "挂号", "address": "https://hospital.example/"})
    assert searched.search("挂号").links(".search__services")["挂号"].startswith("/leaving/")


def test_a_best_bet_is_for_exactly_its_queries(searched: Searched):
    page = NewsPageFactory(parent=searched.news, title="买票的路")
    BestBet.objects.create(site=searched.family.lichuan, queries="门票 ＰＩＡＯ價", page=page, description="先看这里")
    assert searched.search("门票").links(".search__bets") == {"买票的路": page.url}
    assert bets(searched.search("piao价")) == ["买票的路"]
    assert bets(searched.search("门票多少钱")) == []


def test_a_best_bet_is_for_its_own_site_and_on_request_for_those_below(searched: Searched):
    for site, title, nested in [
        ("prefecture", "只在州里", False),
        ("prefecture", "都看得到", True),
        ("enshi", "恩施", True),
    ]:
        BestBet.objects.create(
            site=getattr(searched.family, site),
            queries="门票",
            title=title,
            address="https://a.gov.cn/",
            include_nested=nested,
        )
    assert bets(searched.search("门票")) == ["都看得到"]
    assert bets(searched.search("门票", host="localhost")) == ["只在州里", "都看得到"]


def test_the_sites_own_best_bet_comes_first(searched: Searched):
    values = {"queries": "门票", "address": "https://a.gov.cn/", "include_nested": True}
    BestBet.objects.create(site=searched.family.prefecture, title="州", **values)
    BestBet.objects.create(site=searched.family.lichuan, title="市", **values)
    assert bets(searched.search("门票")) == ["市", "州"]


def test_a_best_bet_whose_page_is_no_longer_public_is_left_out(searched: Searched):
    page = NewsPageFactory(parent=searched.news, title="买票的路", live=False)
    BestBet.objects.create(site=searched.family.lichuan, queries="门票", page=page)
    assert bets(searched.search("门票")) == []


def test_shortcuts_stand_only_above_the_first_unfiltered_page(searched: Searched):
    for number in range(12):
        NewsPageFactory(parent=searched.news, title=f"门票{number}")
    BestBet.objects.create(site=searched.family.lichuan, queries="门票", title="去买票", address="https://a.gov.cn/")
    assert bets(searched.search("门票")) == ["去买票"]
    assert bets(searched.search("门票", page="2")) == []


@pytest.mark.parametrize("values", [{}, {"address": "https://a.gov.cn/"}])
def test_a_best_bet_needs_a_target_and_an_address_a_title(searched: Searched, values: dict[str, str]):
    with pytest.raises(ValidationError):
        BestBet(site=searched.family.lichuan, queries="门票", **values).full_clean()
