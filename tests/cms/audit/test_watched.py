"""Nothing that people manage is left out by oversight."""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import timezone

from cms.audit.secrets import is_secret
from cms.audit.watched import RIGHTS, UNWATCHED, UNWATCHED_APPS, is_watched


def labels() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}


def test_what_people_manage_is_watched():
    """A new model is watched without a word; one that is taken out must leave this list too."""
    watched = {label for label in labels() if is_watched(apps.get_model(label))}
    assert watched >= {
        *["users.user", "auth.group", "wagtailcore.site", "wagtailcore.locale", "wagtailcore.apitoken"],
        *["wagtailcore.collection", "wagtailcore.workflow", "wagtailcore.workflowtask", "wagtailcore.workflowpage"],
        *["wagtailcore.groupapprovaltask", "wagtailredirects.redirect", "media.image", "media.document", "media.media"],
        *["news.newspage", "standard.homepage", "news.topic", "commentary.penname", "sitewide.alertbanner"],
        *["sitewide.siteidentity", "sitewide.sitefooter", "sitewide.sitemenu", "search.bestbet"],
        *["search.dictionaryword", "languages.glossaryterm", "languages.sentencelock"],
        *["wagtail_localize.stringtranslation", "wagtail_localize.segmentoverride", "wagtail_localize.translation"],
        *RIGHTS,
    }


def test_what_is_left_out_exists():
    """Names of models whose apps are installed: a list with errors in it would leave something in silently."""
    installed = {app.label for app in apps.get_app_configs()}
    named = {label for label in UNWATCHED | RIGHTS if label.partition(".")[0] in installed}
    assert named - labels() == set()
    assert "users" not in UNWATCHED_APPS


def test_what_is_left_out_is_deleted_without_being_read(db, django_assert_num_queries):
    for number in range(3):
        Session.objects.create(session_key=f"key-{number}", session_data="x", expire_date=timezone.now())
    with django_assert_num_queries(1):
        Session.objects.all().delete()


def test_names_of_secrets_are_known():
    for name in ("password", "key_hash", "token", "api_key", "SECRET", "session_key", "recovery_codes", "uidb64"):
        assert is_secret(name)
    for name in ("title", "email", "keywords", "monkey", "is_active", "name", "passenger"):
        assert not is_secret(name)
