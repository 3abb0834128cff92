"""English pages go into review as everything else does: whole, and without touching what readers see."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from cms.editorial.review.models import ReviewStage
from cms.languages.english import begin, english_of, write
from cms.pages.news.models import NewsPage
from tests.factories.english import publish_english, sentences_of, translate
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import Family


@pytest.fixture
def family(trilingual) -> Family:
    return trilingual


@pytest.fixture
def news(family) -> NewsPage:
    column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    return NewsPageFactory(parent=column, slug="mist", title="雾")


@pytest.fixture
def workflow(family) -> Workflow:
    workflow = Workflow.objects.create(name="审核")
    stage = ReviewStage.objects.create(name="本级审核")
    stage.groups.add(Group.objects.create(name="审核"))
    WorkflowTask.objects.create(workflow=workflow, task=stage)
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).delete()
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
    return workflow


@pytest.fixture
def client(db, django_user_model) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(django_user_model.objects.create_superuser("root", "root@example.com", "root"))
    return client


def hand_in(client: Client, english: Page) -> str:
    answer = client.post(reverse("english_hand_in", args=[english.pk]), follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def test_an_unfinished_translation_stays_with_its_author(news, workflow, client):
    publish_english(news.get_parent())
    english = begin(news)
    assert str(len(sentences_of(english))) in hand_in(client, english)
    assert not WorkflowState.objects.exists()


def test_a_whole_translation_goes_into_review_as_a_draft(news, workflow, client):
    publish_english(news.get_parent())
    english = translate(news)
    hand_in(client, english)
    state = WorkflowState.objects.get()
    assert state.object_id == str(english.pk)
    draft = state.current_task_state.revision.as_object()
    assert draft.title.startswith("English")
    assert not english_of(news).live


def test_what_readers_see_stays_while_a_new_version_is_in_review(news, workflow, client):
    english = publish_english(news)
    before = Page.objects.get(pk=english.pk).title
    title = next(segment for segment in sentences_of(english) if segment.context.path == "title")
    write(title, "Fog in the canyon")
    hand_in(client, english)
    assert Page.objects.get(pk=english.pk).title == before
    assert Page.objects.get(pk=english.pk).get_latest_revision_as_object().title == "Fog in the canyon"
