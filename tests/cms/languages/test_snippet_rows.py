"""What wagtail-localize's editor may ask about snippets."""

import pytest
from wagtail.models import Site

from cms.search.models import DailyQuery
from tests.factories.pages import TopicFactory

HOST = {"host": "localhost"}


@pytest.mark.parametrize(("model", "status"), [("news/topic", 200), ("search/dailyquery", 404)])
def test_rows_are_listed_where_each_has_a_form(admin_client, model, status):
    site = Site.objects.get(is_default_site=True)
    query = DailyQuery.objects.create(site=site, query="峡谷", day="2026-08-19", language="zh-hans", searches=9)
    pk = {"news/topic": TopicFactory().pk, "search/dailyquery": query.pk}[model]
    address = f"/admin/localize/api/snippets/{model}/"
    assert admin_client.get(address, headers=HOST).status_code == status
    assert admin_client.get(f"{address}{pk}/", headers=HOST).status_code == status
