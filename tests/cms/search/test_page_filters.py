"""Filters of the search page are links; each says how much it would leave."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from tests.cms.search.conftest import Searched
from tests.factories.pages import (
    CommentaryIndexPageFactory,
    CommentaryPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    StandardPageFactory,
    TopicFactory,
)


@pytest.fixture
def mixed(searched: Searched) -> Searched:
    """Two pieces of news with and without a topic, a notice, a commentary and a plain page; one of another site."""
    home, now = searched.family.lichuan.root_page, timezone.now()
    topic = TopicFactory(name="交通", slug="jiaotong")
    NewsPageFactory(parent=searched.news, title="峡谷新路", topics=[topic], first_published_at=now)
    NewsPageFactory(parent=searched.news, title="峡谷晨雾", first_published_at=now - timedelta(days=20))
    notices = NewsIndexPageFactory(parent=home, slug="notices", title="通知公告")
    NewsPageFactory(parent=notices, title="峡谷停电", first_published_at=now - timedelta(days=400))
    series = CommentaryIndexPageFactory(parent=home, slug="commentary")
    CommentaryPageFactory(parent=series, title="峡谷评论", first_published_at=now)
    StandardPageFactory(parent=home, title="峡谷说明", first_published_at=now)
    other = NewsIndexPageFactory(parent=searched.family.enshi.root_page, slug="news")
    NewsPageFactory(parent=other, title="恩施峡谷", first_published_at=now)
    return searched


@pytest.mark.parametrize(
    ("parameters", "titles"),
    [
        ({"type": "news"}, {"峡谷新路", "峡谷晨雾", "峡谷停电"}),
        ({"type": "commentary"}, {"峡谷评论"}),
        ({"type": "page"}, {"峡谷说明"}),
        ({"column": "notices"}, {"峡谷停电"}),
        ({"topic": "jiaotong"}, {"峡谷新路"}),
        ({"time": "week"}, {"峡谷新路", "峡谷评论", "峡谷说明"}),
        ({"time": "month", "type": "news"}, {"峡谷新路", "峡谷晨雾"}),
        ({"time": "year", "column": "notices"}, set()),
        ({"scope": "family", "site": "enshi"}, {"恩施峡谷"}),
        ({"type": "no-such-type", "time": "yesterday"}, {"峡谷新路", "峡谷晨雾", "峡谷停电", "峡谷评论", "峡谷说明"}),
    ],
)
def test_a_filter_leaves_what_it_names(mixed: Searched, parameters: dict[str, str], titles: set[str]):
    assert set(mixed.search("峡谷", **parameters).titles) == titles


def test_a_site_without_the_choice_of_the_family_is_no_filter(mixed: Searched):
    assert "恩施峡谷" not in mixed.search("峡谷", site="enshi").titles


def test_counts_say_what_each_choice_would_leave(mixed: Searched):
    found = mixed.search("峡谷")
    assert found.counts("type") == {"新闻": 3, "评论": 1, "其他页面": 1}
    assert found.counts("time") == {"最近一周": 3, "最近一个月": 4, "最近一年": 4}
    assert mixed.search("峡谷", scope="family").counts("site") == {"利川市": 5, "恩施市": 1}


def test_a_chosen_filter_narrows_the_others_and_not_itself(mixed: Searched):
    found = mixed.search("峡谷", type="news")
    assert found.counts("type") == {"新闻": 3, "评论": 1, "其他页面": 1}
    assert found.counts("time") == {"最近一周": 1, "最近一个月": 2, "最近一年": 2}


def test_every_count_is_kept_by_its_link(mixed: Searched):
    found = mixed.search("峡谷")
    for name in ("type", "column", "time"):
        links = found.links(f"[aria-labelledby=filter-{name}]")
        for label, count in found.counts(name).items():
            parameters = {key: values[0] for key, values in parse_qs(urlsplit(links[label]).query).items()}
            assert len(mixed.search(parameters.pop("q"), **parameters).titles) == count


def test_links_keep_the_query_the_scope_and_the_other_filters(mixed: Searched):
    found = mixed.search("峡谷", scope="family", type="news", sort="time")
    query = parse_qs(urlsplit(found.links("[aria-labelledby=filter-time]")["最近一周"]).query)
    assert query == {"q": ["峡谷"], "scope": ["family"], "type": ["news"], "sort": ["time"], "time": ["week"]}


def test_a_chosen_filter_is_marked_and_can_be_taken_off(mixed: Searched):
    found = mixed.search("峡谷", type="news")
    chosen = found.soup.select_one("[aria-labelledby=filter-type] [aria-current]")
    assert chosen.text.startswith("新闻")
    assert "type=" not in chosen["href"]
    assert "清除全部筛选" in found.links(".search__filters")


def test_a_filter_with_one_choice_is_no_choice(searched: Searched):
    NewsPageFactory(parent=searched.news, title="峡谷", first_published_at=timezone.now())
    assert not searched.search("峡谷").soup.select("[aria-labelledby=filter-type]")


def test_a_filter_that_leaves_nothing_offers_the_way_back(mixed: Searched):
    found = mixed.search("峡谷", time="year", column="notices")
    assert "没有符合条件的内容" in found.text
    assert "查看全部" in found.links(".search__nothing")
