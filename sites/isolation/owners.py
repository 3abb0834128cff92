"""Whose is it? Rules per model, from which listings, choices, references and the guard are narrowed.

A model without a rule belongs to nobody a county knows of, so counties do not see it.
"""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from taggit.models import Tag, TaggedItem
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import (
    Collection,
    Comment,
    Locale,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Revision,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource
from wagtailmedia.models import AbstractMedia, get_media_model

from cms.core.scoped_views import is_shared
from cms.core.site_owned import PersonOwned, SiteOwned
from cms.editorial.recall.models import Recall
from cms.tv.alerts.models import Alert, Draft
from sites.isolation.scope import NOTHING, Scope, below, scope_of

EVERYTHING = Q()

Rule = Callable[[Scope, type[Model]], Q]
RULES: dict[type[Model], Rule] = {}


def rule(*models: type[Model]) -> Callable[[Rule], Rule]:
    """Registers how a scope narrows these models and their subclasses; subclasses may have a rule of their own."""

    def register(function: Rule) -> Rule:
        RULES.update(dict.fromkeys(models, function))
        return function

    return register


def condition(model: type[Model], user: AbstractBaseUser) -> Q:
    """The rows of the model that belong to the person's sites or are shared with them."""
    scope = scope_of(user)
    if scope.unrestricted or is_shared(model):
        return EVERYTHING
    found = next((RULES[each] for each in model.__mro__ if each in RULES), None)
    return found(scope, model) if found else NOTHING


def visible(model: type[Model], user: AbstractBaseUser) -> QuerySet:
    return model._default_manager.filter(condition(model, user))


def may_see(user: AbstractBaseUser, found: Model) -> bool:
    """Whether the object belongs to the person's sites or is shared with them."""
    return visible(type(found), user).filter(pk=found.pk).exists()


def narrow(queryset: QuerySet, user: AbstractBaseUser) -> QuerySet:
    """The part of a list of choices that the person may know of."""
    if scope_of(user).unrestricted:
        return queryset
    return queryset.filter(pk__in=visible(queryset.model, user).values("pk"))


@rule(Page)
def _pages(scope: Scope, model: type[Model]) -> Q:
    return below(scope.homes, "path")


@rule(Comment, PageLogEntry)
def _of_pages(scope: Scope, model: type[Model]) -> Q:
    return below(scope.homes, "page__path")


@rule(ModelLogEntry)
def _log_entries(scope: Scope, model: type[Model]) -> Q:
    """What happened to things of the person's sites, except to the words and files that all sites share.

    Wagtail keeps the thing's number as text; what is deleted can no longer be told apart and is not shown.
    """
    found = NOTHING
    for kind in ContentType.objects.filter(pk__in=ModelLogEntry.objects.order_by().values("content_type")):
        logged = kind.model_class()
        if logged and not is_shared(logged):
            numbers = visible(logged, scope.user).annotate(number=Cast("pk", CharField())).values("number")
            found |= Q(content_type=kind, object_id__in=numbers)
    return found


@rule(Collection)
def _collections(scope: Scope, model: type[Model]) -> Q:
    return below([*scope.own_collections, *scope.shared_collections], "path")


@rule(AbstractImage, AbstractDocument, AbstractMedia)
def _files(scope: Scope, model: type[Model]) -> Q:
    """By the collection itself, not by its path: the search can filter by no more."""
    return Q(collection__in=scope.choosable_collections)


@rule(AbstractRendition)
def _renditions(scope: Scope, model: type[Model]) -> Q:
    return below([*scope.own_collections, *scope.shared_collections], "image__collection__path")


@rule(UploadedFile)
def _uploads(scope: Scope, model: type[Model]) -> Q:
    return Q(uploaded_by_user=scope.user.pk)


@rule(Tag)
def _tags(scope: Scope, model: type[Model]) -> Q:
    """Tags on files of these collections: the words that another county uses are its own business."""
    found = NOTHING
    for kind in (get_image_model(), get_document_model(), get_media_model()):
        files = visible(kind, scope.user).values("pk")
        tagged = TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(kind), object_id__in=files)
        found |= Q(pk__in=tagged.values("tag"))
    return found


@rule(Site)
def _sites(scope: Scope, model: type[Model]) -> Q:
    return Q(pk__in=scope.site_ids)


@rule(BaseSiteSetting, SiteOwned, Redirect)
def _of_sites(scope: Scope, model: type[Model]) -> Q:
    return Q(site__in=scope.site_ids)


@rule(Recall, Alert, Draft)
def _by_number_of_site(scope: Scope, model: type[Model]) -> Q:
    """By the number of the site, which may be deleted."""
    return Q(site_id__in=scope.site_ids)


@rule(Group)
def _groups(scope: Scope, model: type[Model]) -> Q:
    return Q(pk__in=scope.groups.values("pk"))


@rule(get_user_model())
def _people(scope: Scope, model: type[Model]) -> Q:
    return Q(pk__in=scope.colleagues.values("pk"))


@rule(Locale, ContentType)
def _the_same_for_all(scope: Scope, model: type[Model]) -> Q:
    return EVERYTHING


@rule(Revision, WorkflowState)
def _of_pages_by_number(scope: Scope, model: type[Model]) -> Q:
    """Pages only: nothing else keeps revisions or is reviewed. Wagtail stores the page's number as text."""
    numbers = scope.pages.annotate(number=Cast("pk", CharField())).values("number")
    return Q(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=numbers)


@rule(TaskState)
def _task_states(scope: Scope, model: type[Model]) -> Q:
    return Q(workflow_state__in=visible(WorkflowState, scope.user))


@rule(Workflow)
def _workflows(scope: Scope, model: type[Model]) -> Q:
    """Those that start at the person's pages or above them, from where they reach these pages."""
    return Q(
        pk__in=WorkflowPage.objects.filter(
            below(scope.homes, "page__path") | Q(page__path__in=scope.paths_above)
        ).values("workflow")
    )


@rule(Task)
def _tasks(scope: Scope, model: type[Model]) -> Q:
    return Q(pk__in=WorkflowTask.objects.filter(workflow__in=visible(Workflow, scope.user)).values("task"))


@rule(EditingSession, PersonOwned)
def _own(scope: Scope, model: type[Model]) -> Q:
    return Q(user=scope.user.pk)


@rule(TranslationSource)
def _translation_sources(scope: Scope, model: type[Model]) -> Q:
    return Q(object_id__in=scope.pages.values("translation_key"))


@rule(Translation, StringSegment, OverridableSegment)
def _translations(scope: Scope, model: type[Model]) -> Q:
    return Q(source__object_id__in=scope.pages.values("translation_key"))
