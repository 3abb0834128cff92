"""What people do to keep a site in order, as requests to the admin: redirects, tokens for programs, reports."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.api.models import Token
from cms.editorial.recall.models import Freeze
from cms.tv.editions.models import Channel, Rundown
from cms.tv.visible import visible_items
from tests.sites.admin_actions import Done, Place, shows

NEW_PATH = "/old/address"


def see_a_redirect_in_the_list(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailredirects:index"))
    return Done(response, shows(response, place.redirect.old_path))


def create_a_redirect(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailredirects:add"), _redirect_form(place))
    return Done(response, Redirect.objects.filter(site=place.site, old_path=NEW_PATH).exists())


def change_a_redirect(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailredirects:edit", args=[place.redirect.pk]), _redirect_form(place))
    return Done(response, Redirect.objects.get(pk=place.redirect.pk).old_path == NEW_PATH)


def delete_a_redirect(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailredirects:delete", args=[place.redirect.pk]))
    return Done(response, not Redirect.objects.filter(pk=place.redirect.pk).exists())


def _redirect_form(place: Place) -> dict[str, object]:
    return {"old_path": NEW_PATH, "site": place.site.pk, "redirect_link": "https://www.gov.cn/", "is_permanent": "on"}


def freeze_publishing(client: Client, place: Place) -> Done:
    now = timezone.localtime()
    times = {"starts_at": f"{now:%Y-%m-%d %H:%M}", "ends_at": f"{now + timedelta(hours=1):%Y-%m-%d %H:%M}"}
    response = client.post(reverse("freezes"), {"site": place.site.pk, "reason": "演练", **times})
    return Done(response, Freeze.objects.filter(site_id=place.site.pk).exists())


def put_out_an_urgent_notice(client: Client, place: Place) -> Done:
    texts = {"title": "清江涨水", "summary": "请离开河边。", "text": "请离开河边。", "reason": "洪水"}
    response = client.post(reverse("urgent_new"), {**texts, "sites": [place.site.pk]})
    return Done(response, place.column.get_children().live().filter(title=texts["title"]).exists())


def approve_for_television(client: Client, place: Place) -> Done:
    response = client.post(reverse("tv_desk"), {"page": [place.news.pk], "action": "approve"})
    return Done(response, visible_items().filter(page=place.news.pk).exists())


def save_a_rundown(client: Client, place: Place) -> Done:
    rundown = Rundown.objects.create(
        channel=Channel.objects.get_or_create(code=place.site.hostname.partition(".")[0])[0],
        title="晚间",
        starts_at="18:00",
        ends_at="19:00",
    )
    values = {"title": "改过的晚间", "daypart": "evening", "starts_at": "18:00", "ends_at": "19:00", "do": "save"}
    rule = {"rule-count": 3, "rule-seconds": 12, "seen": rundown.changed_at.isoformat()}
    response = client.post(reverse("tv_rundown", args=[rundown.pk]), {**values, **rule})
    return Done(response, Rundown.objects.filter(pk=rundown.pk, title="改过的晚间").exists())


def read_in_the_audit(client: Client, place: Place) -> Done:
    response = client.get(reverse("audit_report"), {"subject": place.alert.title})
    # Not the text of the page, which repeats what was looked for.
    found = response.context["object_list"] if response.status_code == 200 else []
    return Done(response, any(entry.title == place.alert.title for entry in found))


def read_in_the_publication_log(client: Client, place: Place) -> Done:
    response = client.get(reverse("publication_report"), {"subject": place.news.url_path})
    found = response.context["object_list"] if response.status_code == 200 else []
    return Done(response, any(row.page_id == place.news.pk for row in found))


def read_in_the_site_history(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailadmin_reports:site_history"), {"label": place.news.title})
    return Done(response, shows(response, reverse("wagtailadmin_pages:edit", args=[place.news.pk])))


def make_a_token_to_read(client: Client, place: Place) -> Done:
    return _make_a_token(client, place, Token.Access.READ)


def make_a_token_to_write(client: Client, place: Place) -> Done:
    return _make_a_token(client, place, Token.Access.WRITE)


def _make_a_token(client: Client, place: Place, access: str) -> Done:
    data = {"name": "程序", "site": place.site.pk, "access": access, "days": 1}
    response = client.post(reverse("api_token_add"), data)
    return Done(response, Token.objects.filter(site=place.site, access=access).exists())
