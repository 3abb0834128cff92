"""Copies and mirrors, made by code."""

from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page

from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.paths import MARK, SHOWN, Case, path


@path()
def copy_keeps_live(case: Case):
    case.page.copy(update_attrs={"slug": "twin", "title": MARK}, keep_live=True)


@path()
def copy_keeps_live_with_the_same_text(case: Case):
    case.page.copy(update_attrs={"slug": "twin"}, keep_live=True)


@path()
def copy_of_the_column_with_everything_below(case: Case):
    CopyPageAction(case.desk.column, recursive=True, keep_live=True, update_attrs={"slug": "twin"}).execute()


@path(on="live")
def copy_without_a_new_key(case: Case):
    case.page.copy(update_attrs={"slug": "twin"}, keep_live=True, reset_translation_key=False)


@path()
def alias_forced_live(case: Case):
    page = case.draft
    alias = CreatePageAliasAction(page, update_slug="mirror").execute(skip_permission_checks=True)
    alias.title, alias.live = MARK, True
    alias.save()


@path()
def update_aliases_with_a_draft(case: Case):
    CreatePageAliasAction(case.page, update_slug="mirror").execute(skip_permission_checks=True)
    case.page.update_aliases(revision=case.revision, _content=case.revision.content)


@path()
def update_aliases(case: Case):
    CreatePageAliasAction(case.page, update_slug="mirror").execute(skip_permission_checks=True)
    case.page.update_aliases()


@path(on="live")
def alias_says_something_of_its_own(case: Case):
    alias = CreatePageAliasAction(case.page, update_slug="mirror").execute(skip_permission_checks=True)
    alias.title = MARK
    alias.save()


@path(on="live")
def alias_converted_and_changed(case: Case):
    alias = CreatePageAliasAction(case.page, update_slug="mirror").execute(skip_permission_checks=True)
    alias.alias_of = None
    alias.save(update_fields=["alias_of"])
    alias.title = MARK
    alias.save()


@path(on="live")
def page_made_an_alias_of_itself(case: Case):
    """It would say the same as its source, whatever it says."""
    NewsPage.objects.filter(pk=case.pk).update(summary=MARK)
    page = case.page
    page.alias_of = Page.objects.get(pk=case.pk)
    try:
        page.save()
    finally:
        NewsPage.objects.filter(pk=case.pk).update(summary=SHOWN)


@path(on="live")
def alias_of_a_page_that_was_changed_behind_its_back(case: Case):
    alias = CreatePageAliasAction(case.page, update_slug="mirror").execute(skip_permission_checks=True)
    NewsPage.objects.filter(pk=case.pk).update(summary=MARK)
    try:
        alias.summary = MARK
        alias.save()
    finally:
        NewsPage.objects.filter(pk=case.pk).update(summary=SHOWN)
