"""Which rows people manage. Everything is watched unless it is listed here, so a new model is never forgotten."""

from functools import cache

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model

# What programs write for themselves, or what has another source in the audit.
UNWATCHED_APPS = {
    "audit",
    "contenttypes",
    "django_tasks_database",
    "migrations",
    "publications",
    "sessions",
    "usersessions",
    "wagtailembeds",
    "wagtailsearch",
    # Failed sign-ins are recorded as such.
    "axes",
}
UNWATCHED = {
    # Permissions exist by migration; who holds them is watched.
    "auth.permission",
    # Address confirmations under way.
    "account.emailconfirmation",
    # Counted at every request that is limited; old passwords, when the new one has been recorded.
    "users.countedrequest",
    "users.pastpassword",
    # The provider's, renewed at every sign-in.
    "socialaccount.socialtoken",
    # That a mail was sent.
    "review.reminder",
    # What the text check found in a draft; the review it belongs to is recorded.
    "review.textcheckstate",
    "media.rendition",
    "wagtailimages.rendition",
    # What the text check finds, and the versions that it makes of a list; changed entries are watched.
    "texts.listversion",
    "texts.livefinding",
    "texts.revisioncheck",
    # What consumers were told of files; the files themselves are watched.
    "tv.hiddenfiles",
    # How much is asked of the television interface, and what its webhooks have sent.
    "tv_consumers.hourlycount",
    "tv_webhooks.delivery",
    # What a screen tells every minute; what changed on it has rows of its own.
    "tv_screens.lastreport",
    "tv_screens.event",
    # Counted at every search of a reader.
    "search.dailyquery",
    "county_sites.provisionedobject",
    # By which means Wagtail works: who edits what just now, what refers to what, files between two forms.
    "wagtailadmin.editingsession",
    "wagtailadmin.formstate",
    "wagtailcore.referenceindex",
    "wagtailcore.uploadedfile",
    # A page's draft, comments and reviews: recorded by the names that Wagtail's own log gives them.
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.revision",
    "wagtailcore.taskstate",
    "wagtailcore.workflowstate",
    # Everybody's own choices: language and colours of the admin, of which comments to be told.
    "wagtailusers.userprofile",
    "wagtailcore.pagesubscription",
    # Words on a file are recorded with the file.
    "taggit.tag",
    "taggit.taggeditem",
    # wagtail-localize's copy of the Chinese text; what people write is in StringTranslation and SegmentOverride.
    "wagtail_localize.overridablesegment",
    "wagtail_localize.relatedobjectsegment",
    "wagtail_localize.string",
    "wagtail_localize.stringsegment",
    "wagtail_localize.template",
    "wagtail_localize.templatesegment",
    "wagtail_localize.translatableobject",
    "wagtail_localize.translationcontext",
    "wagtail_localize.translationlog",
    "wagtail_localize.translationsource",
}

# Rows that say who may do what.
RIGHTS = {
    "wagtailcore.groupcollectionpermission",
    "wagtailcore.grouppagepermission",
    "wagtailcore.groupsitepermission",
    "wagtailcore.collectionviewrestriction",
    "wagtailcore.pageviewrestriction",
}
# Relations that say who may do what, wherever the model has them.
RIGHTS_RELATIONS = {"groups", "permissions", "user_permissions"}
SECOND_FACTOR = {"mfa.authenticator"}


@cache
def is_watched(model: type[Model]) -> bool:
    """Models as migrations see them are not: they are other classes."""
    options = model._meta
    if options.apps is not apps:
        return False
    return not (options.auto_created or options.app_label in UNWATCHED_APPS or options.label_lower in UNWATCHED)


def is_told_in_full(model: type[Model]) -> bool:
    """Whether an entry has the whole of a new or deleted row, not only its name."""
    return model._meta.label_lower in RIGHTS or issubclass(model, get_user_model())


def has_rights_in(model: type[Model], relation: str) -> bool:
    return relation in RIGHTS_RELATIONS and (
        issubclass(model, get_user_model()) or model._meta.app_label in {"auth", "wagtailcore"}
    )
