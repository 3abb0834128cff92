"""What to put into an address: for each parameter of each route the keys of others' things.

A parameter that nobody has thought of raises `Unfillable`, which fails the test with the route's name.
"""

import re
from collections.abc import Iterator
from itertools import product

from django.apps import apps
from django.db.models import Model
from taggit.models import Tag
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import GroupApprovalTask
from wagtail.snippets.models import get_snippet_models

from tests.sites.isolation.crawler.routes import Route
from tests.sites.isolation.crawler.world import Place, World
from tests.sites.isolation.crawler.world_pages import PAGE_TYPES

Values = dict[str, object]


class Unfillable(Exception):
    """A route with a parameter that means nothing to the crawler."""


# Kinds of things by the name of the parameter, wherever it appears.
BY_PARAMETER = {
    "page_id": "page",
    "parent_page_id": "page",
    "page_to_move_id": "page",
    "destination_id": "column",
    "page_pk": "page",
    "index_id": "unit_index",
    "image_id": "image",
    "document_id": "document",
    "doc_id": "document",
    "media_id": "media",
    "collection_id": "collection",
    "redirect_id": "redirect",
    "task_id": "task",
    "task_state_id": "taskstate",
    "workflow_pk": "workflow",
    "workflow_state_id": "workflowstate",
    "revision_id": "revision",
    "revision_id_a": "old_revision",
    "revision_id_b": "revision",
    "translation_id": "translation",
    "translation_source_id": "translationsource",
    "string_segment_id": "stringsegment",
    "overridable_segment_id": "overridablesegment",
    "session_id": "editingsession",
    "token_id": "token",
    "recall_id": "recall",
    "freeze_id": "freeze",
    "item_id": "tv_item",
    "alert_id": "alert",
    "draft_id": "draft",
    "rundown_id": "rundown",
    "channel_id": "channel",
    "screen_id": "screen",
}
# A bare `pk` and the like: by the beginning of the route's name.
BY_ROUTE = {
    "wagtailadmin_api:pages": "page",
    "wagtailapi_v2:pages": "page",
    "wagtailadmin_api:images": "image",
    "wagtailadmin_api:documents": "document",
    "wagtailadmin_pages:revisions_compare": "page",
    "wagtailadmin_collections": "collection",
    "wagtailadmin_workflows:edit_task": "task",
    "wagtailadmin_workflows:disable_task": "task",
    "wagtailadmin_workflows:enable_task": "task",
    "wagtailadmin_workflows": "workflow",
    "wagtailsites": "site",
    "wagtaillocales": "locale",
    "wagtailusers_users": "user",
    "wagtailusers_groups": "group",
    "wagtaildocs_chooser": "document",
    "wagtailimages_chooser": "image",
    "wagtailsettings": "site",
    "wagtailapitokens": "apitoken",
    "wagtailimages": "uploaded_image",
    "wagtaildocs": "uploaded_document",
    "tv_consumers": "consumer",
    "tv_webhooks": "subscription",
}
# Words rather than keys.
WORDS = {
    "filter_spec": ["max-90x90"],
    "mode": ["default"],
    "media_type": ["audio", "video"],
    "uidb64": ["MQ"],
    "token": ["set-password"],
    "uidb36": ["1"],
    "key": ["set-password"],
    "provider_id": ["oidc"],
    "type_name": ["news.NewsPage"],
    "service_id": ["00000000-0000-4000-8000-000000000000"],
    "channel": ["enshi-tv"],
    "number": ["1"],
    "sha256": ["0" * 64],
}
SNIPPET = re.compile(r"wagtailsnippet(?:s|choosers)_(\w+?)_(\w+)$")


def _pairs(models: list[type[Model]], *names: str) -> list[Values]:
    return [dict(zip(names, (model._meta.app_label, model._meta.model_name), strict=True)) for model in models]


def word_fillings(route: Route) -> list[Values]:
    """Values of the parameters that name a model or an action; one empty filling where there are none."""
    names = set(route.parameters)
    if "action" in names:
        registry = bulk_action_registry
        registry._scan_for_bulk_actions()
        return [
            {"app_label": app, "model_name": model, "action": action}
            for app, by_model in registry.actions.items()
            for model, by_action in by_model.items()
            for action in by_action
        ]
    if "action_name" in names:
        actions = (
            PagesAdminAPIViewSet.actions if route.namespace.startswith("wagtailadmin_api") else ["approve", "reject"]
        )
        return [{"action_name": name} for name in actions]
    if "content_type_app_name" in names:
        return _pairs(PAGE_TYPES, "content_type_app_name", "content_type_model_name")
    if "app_name" in names:
        return _pairs([Tag] if "tag" in route.name else list(settings_registry), "app_name", "model_name")
    if "app_label" in names:
        return _pairs(_models_for(route), "app_label", "model_name")
    words = [[{name: word} for word in WORDS[name]] for name in route.parameters if name in WORDS]
    return [{key: value for one in chosen for key, value in one.items()} for chosen in product(*words)]


def _models_for(route: Route) -> list[type[Model]]:
    if route.name.startswith("wagtailadmin_pages"):
        return PAGE_TYPES
    if route.name.startswith("wagtailadmin_workflows"):
        return [GroupApprovalTask]
    if route.name.startswith("wagtailadmin_editing_sessions"):
        return [apps.get_model("news.NewsPage"), apps.get_model("wagtailcore.Page"), *get_snippet_models()]
    if "localize/" in route.template:
        return [*get_snippet_models(), apps.get_model("media.Image"), apps.get_model("wagtailcore.Page")]
    raise Unfillable(str(route))


def kinds_of(route: Route, words: Values) -> dict[str, str]:
    """Parameter -> kind of thing, for the parameters that are no words."""
    return {name: _kind(route, name, words) for name in route.parameters if name not in words and name not in WORDS}


def _kind(route: Route, name: str, words: Values) -> str:
    if name in BY_PARAMETER:
        return BY_PARAMETER[name]
    if found := SNIPPET.match(route.namespace):
        return found[2]
    if words.get("model_name") and name in ("pk", "object_id"):
        known = {"page": "page", "newspage": "page"}
        model = str(words["model_name"])
        return "site" if route.namespace == "wagtailsettings" else known.get(model, model)
    for start in sorted(BY_ROUTE, key=len, reverse=True):
        if route.name.startswith(start) and name in ("pk", "uploaded_file_id"):
            return BY_ROUTE[start]
    raise Unfillable(f"{route}: {name}")


def things(world: World, place: Place, kind: str) -> list[object]:
    """Keys of a kind: the place's own, or what belongs to all sites."""
    found = place.ids.get(kind) or world.common.get(kind)
    if not found:
        raise Unfillable(f"no {kind} in {place.slug}")
    return found


def fill(route: Route, world: World, place: Place) -> Iterator[Values]:
    """All fillings of a route with what belongs to one place: a set that belongs together, then each thing alone."""
    for words in word_fillings(route):
        kinds = kinds_of(route, words)
        together = {name: things(world, place, kind)[0] for name, kind in kinds.items()}
        yield {**words, **together}
        # Once for each kind of thing is enough where a route is asked for every model.
        for name, kind in kinds.items() if is_first_word(route, words) else ():
            for other in things(world, place, kind)[1:]:
                yield {**words, **together, name: other}


def is_first_word(route: Route, values: Values) -> bool:
    first = word_fillings(route)[0]
    return all(values[name] == word for name, word in first.items())


def fill_mixed(route: Route, world: World, place: Place) -> Iterator[Values]:
    """One parameter leads to the other place, the rest home."""
    for words in word_fillings(route):
        kinds = kinds_of(route, words)
        home = {name: things(world, world.own, kind)[0] for name, kind in kinds.items()}
        if len(kinds) > 1:
            for name, kind in kinds.items():
                yield {**words, **home, name: things(world, place, kind)[0]}


def fill_home(route: Route, world: World) -> Iterator[Values]:
    """The person's own things, for what an address about them asks or shows of others."""
    for words in word_fillings(route):
        yield {**words, **{name: things(world, world.own, kind)[0] for name, kind in kinds_of(route, words).items()}}
