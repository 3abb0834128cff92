"""The admin's addresses with views that know whose things are whose.

Wagtail's own patterns stay, with their names and namespaces; only the views behind them are exchanged. A name that
Wagtail no longer has fails at start.
"""

from collections.abc import Callable, Iterator

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.chooser import BaseChooseView

from sites.isolation.labels import LabelledChoices, LabelledListing
from sites.isolation.narrowing import NarrowedListing, mixed

Views = dict[str, Callable | type[View]]


def exchanged(patterns: list[URLPattern | URLResolver], views: Views) -> list[URLPattern | URLResolver]:
    """The same addresses with other views: those named in `views`, and every listing with narrowed filters.

    Raises ImproperlyConfigured for a name that no address has.
    """
    found: set[str] = set()
    new = list(_exchanged(patterns, views, "", found))
    if missing := views.keys() - found:
        raise ImproperlyConfigured(f"No such addresses in the admin: {', '.join(sorted(missing))}")
    return new


def _exchanged(patterns: list, views: Views, namespace: str, found: set[str]) -> Iterator[URLPattern | URLResolver]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            children = list(_exchanged(each.url_patterns, views, inner, found))
            yield URLResolver(each.pattern, children, each.default_kwargs, each.app_name, each.namespace)
            continue
        name = f"{namespace}{each.name}"
        found.add(name)
        yield URLPattern(each.pattern, _view(each.callback, views.get(name)), each.default_args, each.name)


def _view(old: Callable, new: Callable | type[View] | None) -> Callable:
    """A class keeps what its address says of the old view, such as that it is to answer with results only."""
    new = new or getattr(old, "view_class", None)
    if isinstance(new, type):
        mixins = _mixins(new)
        if not mixins and new is getattr(old, "view_class", None):
            return old
        new = mixed(new, mixins).as_view(**getattr(old, "view_initkwargs", {}))
    elif new is None:
        return old
    # As wagtail.admin.urls does with its own.
    return never_cache(display_custom_404(require_admin_access(new)))


def _mixins(view_class: type[View]) -> tuple[type, ...]:
    if issubclass(view_class, BaseListingView):
        return (NarrowedListing, LabelledListing)
    return (LabelledChoices,) if issubclass(view_class, BaseChooseView) else ()
