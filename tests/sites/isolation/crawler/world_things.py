"""What is no page: files, settings, snippets, people, records of what they did."""

import datetime
from urllib.parse import urlencode

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import APIToken, Collection, CollectionViewRestriction, Page, UploadedFile
from wagtail.users.models import UserProfile

from cms.editorial.gate.models import UrgentRelease
from cms.editorial.recall.models import Channel, Recall, RecalledAddress, RecalledPage, WithheldFile
from cms.media.models import Document, Image, Media
from cms.search.models import BestBet, DailyQuery
from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity, SiteMenu
from cms.tv.alerts.models import Alert, Check, Draft, Replacement
from cms.users.models import PastPassword
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory
from tests.factories.tokens import make_token
from tests.sites.admin_actions import page_form
from tests.sites.isolation.crawler.marks import PREFECTURE_LETTER, mark, mark_texts
from tests.sites.isolation.crawler.world import Place


def fill_things(place: Place) -> None:
    _files(place)
    _site(place)
    _people(place)
    _records(place)
    _recalls(place)
    _alerts(place)


def _files(place: Place) -> None:
    inner = place.collection.add_child(instance=Collection(name=mark(place.letter, "collection")))
    place.keep(inner)
    place.keep(place.collection)
    restriction = CollectionViewRestriction(collection=inner, restriction_type="groups")
    restriction.password = mark(place.letter, "password")
    restriction.save()
    restriction.groups.set(place.groups)
    editor = place.user("editor")
    for collection in (place.collection, inner):
        for factory, kind in ((ImageFactory, "image"), (DocumentFactory, "document"), (MediaFactory, "media")):
            name = mark(place.letter, kind)
            sizes = {"file__width": 16, "file__height": 12} if kind == "image" else {}
            extension = {"image": "jpg", "document": "txt", "media": "mp4"}[kind]
            files = {"file__filename": f"{name}.{extension}", **sizes}
            found = factory(title=name, collection=collection, uploaded_by_user=editor, **files)
            mark_texts(found, place.letter).save()
            found.tags.add(mark(place.letter, "tag"))
            place.keep(found, kind)
    image = Image.objects.get(pk=place.first("image"))
    place.keep(image.get_rendition("max-10x10"))
    place.ids["tag"] += list(image.tags.values_list("pk", flat=True))
    for model, kind in ((Image, "uploaded_image"), (Document, "uploaded_document")):
        upload = UploadedFile(for_content_type=ContentType.objects.get_for_model(model), uploaded_by_user=editor)
        upload.file.save(f"{mark(place.letter, 'upload')}.jpg", ContentFile(b"x"))
        place.keep(upload, kind)
    assert Media.objects.filter(collection=inner).exists()


def _site(place: Place) -> None:
    page = Page.objects.get(pk=place.first("page"))
    place.keep(place.site)
    for number, values in enumerate([{"redirect_page": page}, {"redirect_link": "https://example.com/"}]):
        redirect = Redirect(old_path=f"/{mark(place.letter, 'redirect').lower()}", site=place.site, **values)
        redirect.is_permanent = bool(number)
        redirect.save()
        place.keep(redirect)
    for _number in range(2):
        alert = AlertBanner(site=place.site, link_page=page)
        mark_texts(alert, place.letter).save()
        place.keep(alert)
        bet = BestBet(site=place.site, page=page)
        mark_texts(bet, place.letter).save()
        place.keep(bet)
    query = DailyQuery(site=place.site, day=timezone.localdate(), language="zh-hans", searches=9, misses=9)
    mark_texts(query, place.letter).save()
    place.keep(query)
    for model in (SiteIdentity, SiteFooter, SiteMenu):
        row = model.objects.get(site=place.site)
        # What a county inherits from the prefecture is there to be read.
        inherited = frozenset(getattr(model, "inheritable", ())) if place.letter == PREFECTURE_LETTER else frozenset()
        for field in model._meta.fields:
            if field.name not in inherited and field.name not in ("theme", "division_code", "site_id_code"):
                _empty(row, field.name)
        mark_texts(row, place.letter, skip=inherited | {"theme", "division_code", "site_id_code"}).save()
        place.keep(row)


def _empty(row: Model, name: str) -> None:
    if isinstance(getattr(row, name), str):
        setattr(row, name, "")


def _people(place: Place) -> None:
    users = get_user_model().objects
    place.ids["user"] += [place.user("editor").pk, place.user("reviewer").pk]
    for group in place.groups:
        name = mark(place.letter, "user").lower()
        person = users.create(username=name, email=f"{name}@example.com", first_name=name, last_name=name)
        person.groups.add(group)
        place.keep(person)
        place.keep(group)
        profile = UserProfile.get_for_user(person)
        mark_texts(profile, place.letter).save()
    _sign_ins(place)
    editor = place.user("editor")
    token = APIToken(user=editor, key_hash=mark(place.letter, "hash"), name=mark(place.letter, "token"))
    token.prefix = "wagtail_zz"
    token.save()
    place.keep(token)
    session = SessionStore()
    session["_auth_user_id"] = str(editor.pk)
    session["note"] = mark(place.letter, "session")
    session.create()


def _sign_ins(place: Place) -> None:
    """What the doors keep about a person."""
    editor = place.user("editor")
    place.keep(make_token(editor, place.site, name=mark(place.letter, "token"))[0])
    PastPassword.objects.create(user=editor, password=mark(place.letter, "hash"))
    address = EmailAddress.objects.create(user=editor, email=f"{mark(place.letter, 'mail')}@example.com".lower())
    EmailConfirmation.objects.create(email_address=address, key=mark(place.letter, "key"))
    Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data={"secret": mark(place.letter, "totp")})
    SocialAccount.objects.create(user=editor, provider="oidc", uid=mark(place.letter, "uid"))
    UserSession.objects.create(
        user=editor, ip="127.0.0.1", session_key=mark(place.letter, "key"), user_agent=mark(place.letter, "agent")
    )


def _records(place: Place) -> None:
    editor, page = place.user("editor"), Page.objects.get(pk=place.first("page"))
    content_type = ContentType.objects.get_for_model(page.specific_class)
    for model, kind in ((Image, "image"), (Document, "document"), (AlertBanner, "alertbanner"), (BestBet, "bestbet")):
        log(
            model.objects.get(pk=place.first(kind)),
            "wagtail.edit",
            user=editor,
            data={"note": mark(place.letter, "log")},
        )
    for found in (*place.groups[:1], editor, place.site, SiteFooter.objects.get(site=place.site)):
        log(found, "wagtail.edit", user=editor, title=mark(place.letter, "log"))
    log(page, "wagtail.edit", user=editor, data={"note": mark(place.letter, "log")})
    seen = timezone.now() + datetime.timedelta(seconds=5)
    session = EditingSession.objects.create(
        user=editor, content_type=content_type, object_id=str(page.pk), last_seen_at=seen, is_editing=True
    )
    place.keep(session)
    FormState.objects.create(
        user=editor,
        content_type=content_type,
        object_id=str(page.pk),
        data=urlencode(page_form(page.specific_class, title=mark(place.letter, "form"), slug=page.slug)),
        last_updated_at=seen,
    )


def _recalls(place: Place) -> None:
    """What was recalled is still there as a draft, so that addresses of recall ask about it too."""
    page = Page.objects.get(pk=place.first("page"))
    recall = mark_texts(Recall(by=place.user("reviewer"), site_id=place.site.pk, reason="error"), place.letter)
    recall.save()
    place.keep(recall)
    parts = {"page_id": page.pk, "translation_key": page.translation_key, "locale": page.locale}
    row = mark_texts(RecalledPage(recall=recall, part="chosen", **parts), place.letter)
    row.save()
    for line in (
        RecalledAddress(page=row, site_id=place.site.pk),
        # As if it had answered: the crawler's visits ask nobody.
        Channel(recall=recall, kind="web", gone_at=timezone.now()),
        WithheldFile(recall=recall, file_id=place.first("image")),
    ):
        mark_texts(line, place.letter).save()
    # Long ago and taken back: nothing on the page depends on it.
    parts = {"page": page, "translation_key": page.translation_key, "locale": page.locale}
    urgent = UrgentRelease(by=place.user("reviewer"), due_at=timezone.now(), withdrawn_at=timezone.now(), **parts)
    mark_texts(urgent, place.letter).save()
    urgent.reminders.create(hours=0)


def _alerts(place: Place) -> None:
    """Over, so that no reader and no screen sees them; the draft waits."""
    over = {"site_id": place.site.pk, "areas": [place.site.pk], "expires": timezone.now() - datetime.timedelta(days=1)}
    times = {"sent": over["expires"], "effective": over["expires"], "by": place.user("reviewer")}
    old, new = (mark_texts(Alert(**over, **times), place.letter) for _each in range(2))
    for number, alert in enumerate((old, new)):
        alert.identifier = f"{alert.identifier}-{number}"
        alert.save()
    place.keep(old)
    Replacement.objects.create(alert=new, old=old)
    Check.objects.create(alert=old, by=place.user("editor"))
    draft = mark_texts(Draft(**over, by=place.user("reviewer")), place.letter)
    draft.save()
    place.keep(draft)
