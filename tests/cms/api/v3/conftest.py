"""A county nested in a prefecture, a draft in each, and a program that may write the county's pages."""

import json
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from wagtail.models import Collection

from sites.models import Tenant
from tests.cms.delivery.nested_sites import OUTER, published
from tests.factories.languages import translate
from tests.factories.media import root_collection
from tests.factories.pages import NewsPageFactory, TopicFactory
from tests.factories.tokens import REVIEWER, bearer, make_person, make_token


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def world(sites) -> SimpleNamespace:
    """`reviewer` has every right in the county, `overseer` in both; tokens are the reviewer's for the county."""
    sites.topic = TopicFactory()
    sites.county_english = translate(sites.county, "en", title="Lichuan City")
    sites.county_story_english = translate(sites.county_story, "en", title="Mist")
    for name in ("prefecture", "county"):
        column = getattr(sites, f"{name}_column")
        draft = NewsPageFactory(parent=column, slug="draft", title="草稿", live=False, topics=[sites.topic])
        draft.save_revision()
        draft.title = "改过的草稿"
        draft.save_revision()
        draft.refresh_from_db()
        setattr(sites, f"{name}_draft", draft)
        setattr(sites, f"{name}_alias", getattr(sites, f"{name}_story").create_alias(update_slug="alias"))
    sites.county_section = published(NewsPageFactory(parent=sites.county_column, slug="other", topics=[sites.topic]))
    homes = {sites.county: REVIEWER, sites.county_english: REVIEWER}
    sites.reviewer = make_person("reviewer", homes)
    sites.overseer = make_person("overseer", {sites.prefecture: REVIEWER, sites.county_english.get_parent(): REVIEWER})
    for site in (sites.inner, sites.outer):
        own = root_collection().add_child(instance=Collection(name=site.hostname))
        Tenant.objects.filter(site=site).update(collection=own)
    sites.token, sites.secret = make_token(sites.reviewer, sites.inner)
    return sites


@pytest.fixture
def call(client):
    """Sends a request as a program would; `secret` is its token's, `body` what it has to say."""

    def send(method: str, path: str, secret: str = "", body: object = None, **headers: str):
        headers = {"host": OUTER, **(bearer(secret) if secret else {}), **headers}
        if method == "get":
            return client.get(f"/api/v3{path}", headers=headers)
        data = "" if body is None else json.dumps(body)
        return client.generic(method.upper(), f"/api/v3{path}", data, "application/json", headers=headers)

    return send
