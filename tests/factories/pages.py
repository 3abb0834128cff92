"""Factories for home pages, columns, news and commentaries."""

import factory
import wagtail_factories

from cms.core.mixins import ColumnType
from cms.pages.commentary.models import CommentaryIndexPage, CommentaryPage, PenName
from cms.pages.news.models import NewsIndexPage, NewsPage, Topic
from cms.pages.standard.models import HomePage, SectionPage, StandardPage


class BasePageFactory(wagtail_factories.PageFactory):
    class Meta:
        abstract = True

    title = "示例页面"
    summary = "一句话摘要。"
    # PageFactory would spell the slug from the title; ours must prove that it can.
    slug = factory.Sequence(lambda number: f"page-{number}")
    show_in_menus = False


class HomePageFactory(BasePageFactory):
    title = "利川市"
    motto = "水从洞里来"

    class Meta:
        model = HomePage


class ColumnFactory(BasePageFactory):
    column_type = ColumnType.NEWS
    show_in_menus = True

    class Meta:
        abstract = True


class SectionPageFactory(ColumnFactory):
    title = "关于本站"

    class Meta:
        model = SectionPage


class StandardPageFactory(BasePageFactory):
    title = "隐私说明"
    source = "示例编辑部"

    class Meta:
        model = StandardPage


class NewsIndexPageFactory(ColumnFactory):
    title = "要闻动态"

    class Meta:
        model = NewsIndexPage


class TopicFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda number: f"主题{number}")
    slug = factory.Sequence(lambda number: f"topic-{number}")

    class Meta:
        model = Topic


class NewsPageFactory(BasePageFactory):
    title = "峡谷晨雾"
    source = "示例融媒体中心"
    body = [("paragraph", "<p>清晨的雾从谷底升起。</p>")]

    class Meta:
        model = NewsPage


class CommentaryIndexPageFactory(ColumnFactory):
    title = "评论"

    class Meta:
        model = CommentaryIndexPage


class PenNameFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda number: f"示例笔名{number}")

    class Meta:
        model = PenName


class CommentaryPageFactory(BasePageFactory):
    title = "把事办在网上"
    source = "示例日报"
    pen_name = factory.SubFactory(PenNameFactory)
    series_number = factory.Sequence(lambda number: number + 1)

    class Meta:
        model = CommentaryPage
