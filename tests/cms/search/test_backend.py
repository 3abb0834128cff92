"""What the backend finds, on whichever database the tests run: Wagtail's whole interface, with Chinese words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.backends.base import SearchFieldError
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.search.utils import parse_query_string

from cms.core.scope import live_public
from cms.pages.news.models import NewsPage, Topic
from cms.search.hits import ranked_ids
from cms.search.models import DictionaryWord
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, TopicFactory


@pytest.fixture
def column(db) -> NewsIndexPageFactory:
    home = HomePageFactory(parent=Page.get_first_root_node(), title="首页", motto="")
    return NewsIndexPageFactory(parent=home, title="栏目")


@pytest.fixture
def write(column):
    """Makes a page of news; `text` is its body."""

    def write_page(title: str, text: str = "无。", **fields) -> NewsPage:
        fields = {"summary": "", "source": "示例", **fields}
        return NewsPageFactory(parent=column, title=title, body=[("paragraph", f"<p>{text}</p>")], **fields)

    return write_page


def titles(query, pages=None, **options) -> list[str]:
    pages = Page.objects.all() if pages is None else pages
    return [page.title for page in pages.search(query, **options)]


def typed(query: str) -> list[str]:
    return [page.title for page in Page.objects.autocomplete(query)]


@pytest.mark.parametrize(
    "query",
    [
        "峡谷", "大峡谷", "恩施", "景区", "谷景", "峽谷", "恩施大峡谷景区", "恩施 景区", "景区恩施", "恩", "谷",
        "AI", "ＡＩ", "ai助教", "AI 助教", "5A", "5A景区", "G318", "318国道", "wifi", "Wi-Fi", "Xuanen", "xuan'en",
        "lantern", "lanterns",
    ],
)  # fmt: skip
def test_a_page_is_found(write, query):
    write("恩施大峡谷景区", "有AI助教的5A景区，G318国道旁，318国道，Wi-Fi，Xuan'en lanterns。")
    assert titles(query) == ["恩施大峡谷景区"]


def test_who_asks_for_keys_alone_gets_keys(write):
    """As a listing does when everything that its search has found is ticked."""
    page = write("恩施大峡谷景区")
    assert list(Page.objects.values_list("pk", flat=True).search("峡谷")) == [page.pk]


@pytest.mark.parametrize("query", ["大谷", "施恩", "峡大", "a", "31", "国道旁边", "谷有", "G31"])
def test_a_page_is_not_found_by_what_it_does_not_hold(write, query):
    write("恩施大峡谷", "有AI助教，在G318国道旁。谷底。有水。")
    assert titles(query) == []


def test_a_traditional_page_is_found_by_simplified_words_and_the_reverse(write):
    write("騰龍洞裡的著名景點")
    assert titles("腾龙洞") == titles("里的") == titles("著名景点") == titles("騰龍洞") == ["騰龍洞裡的著名景點"]


def test_words_do_not_match_across_the_border_of_two_runs(write):
    write("恩施，大会")
    assert titles("施大") == []
    assert titles("恩施大会") == ["恩施，大会"]  # two words, each of which is there


def test_a_long_word_is_one_piece(write):
    DictionaryWord.objects.create(word="湖北民族大学附属学校")
    write("其一", "湖北民族大学附属学校")
    write("其二", "湖北民族大学。附属学校")
    assert titles("湖北民族大学附属学校") == ["其一"]


def test_a_word_over_the_border_of_scripts_is_one_piece(write):
    DictionaryWord.objects.create(word="AI助教")
    write("其一", "用AI助教上课")
    write("其二", "会用AI，也有助教")
    write("其三", "OpenAI助教")
    assert titles("AI助教") == ["其一"]


def test_the_order_is_title_then_summary_then_body_then_age(write):
    write("旧", "这里有索道。")
    write("新", "这里也有索道。")
    write("常说", "索道，索道，还是索道。")
    write("摘要", summary="讲索道。")
    write("查询词", search_words="索道")
    write("乘坐新索道")
    write("索道开放")
    write("索道")
    found = titles("索道")
    assert found[:3] == ["索道", "索道开放", "乘坐新索道"]
    assert set(found[3:6]) == {"常说", "摘要", "查询词"}
    assert found[6:] == ["新", "旧"]


def test_words_that_stand_together_come_before_words_that_are_far_apart(write):
    write("其一", "民族大学招生。")
    write("其二", "民族团结。大学招生。")
    write("民族团结进大学", "民族，大学，民族，大学，民族，大学。")
    assert titles("民族大学") == ["其一", "民族团结进大学", "其二"]
    assert titles("民族 大学") == ["民族团结进大学", "其一", "其二"]


def test_a_word_comes_before_characters_that_only_touch(write):
    write("真", "她穿着和服。")
    write("假", "设施和服务都好。")
    write("法", "中华人民共和国")
    assert titles("和服") == ["真", "假"]
    write("人", "海外华人")
    assert titles("华人") == ["人", "法"]


def test_synonyms_are_found_after_the_word_itself(write):
    DictionaryWord.objects.create(word="打车", synonyms="出租车 叫车")
    write("其一", "怎么打车。")
    write("出租车电话")
    assert titles("打车") == ["其一", "出租车电话"]
    assert titles("叫车") == ["出租车电话", "其一"]
    assert titles(Phrase("打车")) == ["其一"]


def test_singular_and_plural_find_each_other_the_exact_one_first(write):
    write("One", "A cave.")
    write("Many", "Two caves.")
    assert titles("cave") == ["One", "Many"]
    assert titles("caves") == ["Many", "One"]


def test_a_new_word_works_without_a_new_index(write):
    write("其一", "唐崖土司城")
    write("其二", "唐崖河，土司，城里")
    assert len(titles("唐崖土司城")) == 2
    DictionaryWord.objects.create(word="唐崖土司城")
    assert titles("唐崖土司城") == ["其一"]


ODD = [
    "", " ", '"', "'", '"峡谷', "峡谷*", "^峡谷", "NEAR(峡谷 恩施)", "title:峡谷", "{title} : 峡谷", "峡谷 NOT 恩施",
    "-峡谷", "(峡谷", "峡谷'; DROP TABLE wagtailcore_page; --", "' OR 1=1 --", "%s %(x)s %", "峡谷:*", "!峡谷 & | <->",
    "\\", "\\'", "🎉", "峡🎉谷", "峡\x00谷", "峡\ud800谷", "峡谷" * 5000, "x" * 10_000, "a " * 5000, "\u202e峡谷",
    "\ue001峡谷", "\n\t", "，。；", "𠀀𪛖", "ᄀ",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
@pytest.mark.parametrize("method", ["search", "autocomplete"])
def test_odd_input_is_only_text(write, query, method):
    write("恩施大峡谷")
    found = getattr(Page.objects.all(), method)(query)
    assert len(list(found)) == found.count() <= 1
    assert len(ranked_ids(Page.objects.all(), query, autocomplete=method == "autocomplete")) == found.count()


@pytest.mark.parametrize("query", ['"', " ", "🎉", "，。", "\x00"])
def test_a_query_without_a_character_that_can_be_searched_finds_nothing(write, query):
    write("恩施")
    assert titles(query) == []
    assert titles(Not(PlainText("恩施")), NewsPage.objects.all()) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (PlainText("峡谷 茶园", operator="or"), {"峡谷", "茶园", "峡谷茶园"}),
        (PlainText("峡谷 茶园"), {"峡谷茶园"}),
        (PlainText("峡谷") & PlainText("茶园"), {"峡谷茶园"}),
        (PlainText("峡谷") | PlainText("茶园"), {"峡谷", "茶园", "峡谷茶园"}),
        (PlainText("峡谷") & Not(PlainText("茶园")), {"峡谷"}),
        (And([PlainText("峡谷"), PlainText('"')]), {"峡谷", "峡谷茶园"}),
        (Not(PlainText("峡谷")), {"茶园", "瀑布"}),
        (Not(Phrase("峡谷茶园")), {"峡谷", "茶园", "瀑布"}),
        (Not(PlainText("峡谷") | PlainText("茶园")), {"瀑布"}),
        (Or([Not(PlainText("峡谷")), Phrase("峡谷茶园")]), {"茶园", "瀑布", "峡谷茶园"}),
        (Boost(PlainText("瀑布"), 3), {"瀑布"}),
        (Or([Boost(PlainText("瀑布"), 3), Phrase("峡谷茶园")]), {"瀑布", "峡谷茶园"}),
        (Fuzzy("峡谷茶具"), {"峡谷", "峡谷茶园"}),
        (Phrase("谷茶"), {"峡谷茶园"}),
        (MATCH_ALL, {"峡谷", "茶园", "峡谷茶园", "瀑布"}),
        (MATCH_ALL & PlainText("瀑布"), {"瀑布"}),
        (Not(MATCH_ALL), set()),
        (parse_query_string('峡谷 "茶园"')[1], {"峡谷茶园"}),
    ],
)
def test_every_kind_of_query_that_wagtail_has(write, query, found):
    for title in ("峡谷", "茶园", "峡谷茶园", "瀑布"):
        write(title)
    assert set(titles(query, NewsPage.objects.all())) == found


def test_more_alternatives_are_better(write):
    for title in ("峡谷茶园", "峡谷", "茶园"):
        write(title)
    assert titles("峡谷 茶园", operator="or")[0] == "峡谷茶园"


def test_the_queryset_s_own_conditions_and_order_hold(write):
    first, second = write("峡谷一", live=False), write("峡谷二")
    write("峡谷三", live=False)
    assert titles("峡谷", Page.objects.live()) == ["峡谷二"]
    assert titles("峡谷", Page.objects.order_by("title"), order_by_relevance=False) == ["峡谷一", "峡谷三", "峡谷二"]
    assert titles("峡谷", order_by="-title") == ["峡谷二", "峡谷三", "峡谷一"]
    assert titles("峡谷", order_by_relevance=False) == ["峡谷一", "峡谷二", "峡谷三"]  # in the tree's order
    assert titles("峡谷", Page.objects.order_by(), order_by_relevance=False) == ["峡谷三", "峡谷二", "峡谷一"]
    assert ranked_ids(Page.objects.filter(pk__in=[first.pk, second.pk]), "峡谷") == [second.pk, first.pk]


def test_types_are_kept_apart(write):
    write("峡谷")
    TopicFactory(name="峡谷")
    assert [row.name for row in get_search_backend().search("峡谷", Topic)] == ["峡谷"]
    assert titles("峡谷", NewsPage.objects.all()) == titles("峡谷") == ["峡谷"]


def test_results_are_sliced_counted_scored_and_specific(write):
    for number in range(5):
        write(f"峡谷{number}")
    found = Page.objects.all().specific().search("峡谷")
    assert len(found) == found.count() == 5
    assert [page.title for page in found[1:3]] == ["峡谷3", "峡谷2"]
    assert found[1:4][1:].count() == 2
    assert found[0].title == "峡谷4" and isinstance(found[0], NewsPage)
    scores = [page.worth for page in found.annotate_score("worth")]
    assert scores == sorted(scores, reverse=True) and scores[0] > 0
    with pytest.raises(IndexError):
        found[5]


def test_results_are_counted_by_a_field(write):
    write("峡谷一", live=False)
    write("峡谷二")
    write("峡谷三")
    assert Page.objects.search("峡谷").facet("live") == {True: 2, False: 1}


def test_one_statement_asks_the_index_and_one_the_pages(write):
    write("恩施大峡谷门票")
    ranked_ids(Page.objects.live(), "恩施大峡谷门票")
    with CaptureQueriesContext(connection) as captured:
        found = Page.objects.live().search("恩施大峡谷门票")
        assert found.count() == 1 and len(found[:10]) == 1
    assert len(captured) == 3  # and one reads the rows of the slice
    with CaptureQueriesContext(connection) as captured:
        assert len(ranked_ids(Page.objects.live(), "恩施大峡谷门票")) == 1
    assert len(captured) == 2


def test_a_search_server_s_hits_are_held_against_the_queryset(write, settings):
    """Wagtail's own backend stands for a server here: it cannot compile this queryset's conditions either."""
    write("Cave", live=False)
    live = write("Old cave")
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    assert ranked_ids(live_public(Page.objects.all()), "cave") == [live.pk]


def test_conditions_of_any_kind_hold(write):
    hidden, shown = write("峡谷一"), write("峡谷二")
    hidden.view_restrictions.create(restriction_type="login")
    assert ranked_ids(live_public(Page.objects.all()), "峡谷") == [shown.pk]
    assert titles("峡谷", live_public(NewsPage.objects.all())) == ["峡谷二"]


def test_very_many_hits_are_filtered_alike(write, monkeypatch):
    write("峡谷一", live=False)
    write("峡谷二")
    monkeypatch.setattr("cms.search.backend.base.MANY_HITS", 1)
    assert titles("峡谷", Page.objects.live()) == ["峡谷二"]


def test_the_search_can_be_limited_to_fields(write):
    write("峡谷", "茶园", source="山水报")
    assert titles("峡谷", fields=["title"]) == ["峡谷"]
    assert titles("茶园", fields=["title"]) == []
    assert titles("山水", NewsPage.objects.all(), fields=["source"]) == ["峡谷"]
    assert titles("茶园", NewsPage.objects.all(), fields=["source", "title"]) == []
    assert titles("茶园", NewsPage.objects.all(), fields=["source", "body"]) == ["峡谷"]
    assert titles("茶园", NewsPage.objects.all(), fields=[]) == []
    with pytest.raises(SearchFieldError, match="no_such"):
        titles("峡谷", fields=["no_such"])


@pytest.mark.parametrize(
    "query",
    [
        "恩", "恩施", "恩施大", "大峡", "恩施 峡谷", "e", "es", "esd", "dxg", "enshi", "enshid", "daxiagu", "da xia gu",
        "xiag", "En shi", "lvyou", "luyou", "lüyou", "ly", "AI", "a", "vis", "大峽",
    ],
)  # fmt: skip
def test_a_title_is_found_while_it_is_typed(write, query):
    write("恩施大峡谷旅游AI助手 Visitor guide" if query != "a" else "AI助手")
    assert len(typed(query)) == 1


@pytest.mark.parametrize("query", ["谷大", "isitor", "zz", "xiada", "x"])
def test_what_is_typed_does_not_find_what_begins_otherwise(write, query):
    write("恩施大峡谷 Visitor guide")
    assert typed(query) == []


def test_titles_that_begin_with_what_is_typed_come_first(write):
    for title in ("去恩施土司城", "恩施土司城", "恩施", "走进恩施"):
        write(title)
    assert typed("恩施") == ["恩施", "恩施土司城", "走进恩施", "去恩施土司城"]
    assert typed("enshi")[:2] == ["恩施", "恩施土司城"]
