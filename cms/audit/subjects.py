"""What an entry is about: how an object is named and to which site it belongs.

What `cms` cannot know is registered from above: `register_site_finder` for objects whose site does not follow from
what they are, `register_subject` for rows that are only a part of something else, `set_reader_sites` for who may read.
"""

from collections.abc import Callable, Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from wagtail.models import Page, Site
from wagtail.permissions import page_permission_policy

SiteFinder = Callable[[Model], int | None]
ReaderSites = Callable[[AbstractBaseUser], Iterable[int] | None]

# An object without a site of its own belongs where the first of these belongs.
RELATIONS = ("page", "collection", "group", "user")

_site_finders: dict[type[Model], SiteFinder] = {}
_subjects: dict[type[Model], Callable[[Model], Model | None]] = {}


def register_site_finder(model: type[Model], finder: SiteFinder) -> None:
    """`finder(object)` gives the number of its site or None; it also holds for subclasses without one of their own."""
    _site_finders[model] = finder


def register_subject(model: type[Model], subject: Callable[[Model], Model | None]) -> None:
    """The model's rows are parts: whatever happens to one is a change of `subject(row)`, None if that is gone."""
    _subjects[model] = subject


def is_part(row: Model) -> bool:
    return type(row) in _subjects


def subject_of(row: Model) -> Model | None:
    return _subjects[type(row)](row) if is_part(row) else row


def kind_of(row: Model) -> str:
    """Bulk actions hold pages as plain ones; what matters is their type."""
    return ((isinstance(row, Page) and row.specific_class) or row)._meta.label_lower


def root_kind_of(row: Model | type[Model]) -> str:
    """The same for a row and for its rows in parent tables: a page is one object, whatever its type."""
    parents = list(row._meta.get_parent_list())
    return (parents[-1] if parents else row)._meta.label_lower


def site_id_of(row: Model) -> int | None:
    if finder := next((_site_finders[each] for each in type(row).__mro__ if each in _site_finders), None):
        return finder(row)
    if isinstance(row, Site):
        return row.pk
    if isinstance(row, Page):
        return _site_id_of_page(row)
    if site_id := getattr(row, "site_id", None):
        return site_id
    return _site_id_by_relation(row)


def _site_id_of_page(page: Page) -> int | None:
    """The most specific site above it, in whichever language."""
    roots = [root for root in Site.get_site_root_paths() if page.url_path.startswith(root.root_path)]
    return max(roots, key=lambda root: len(root.root_path)).site_id if roots else None


def _site_id_by_relation(row: Model) -> int | None:
    for name in RELATIONS:
        # Some rows keep a number and no relation, because what it names may be gone.
        if getattr(row, f"{name}_id", None) and hasattr(type(row), name):
            try:
                return site_id_of(getattr(row, name))
            except ObjectDoesNotExist:
                # Deleted a moment ago in the same cascade.
                return None
    return None


def host_of(site_id: int | None) -> str:
    """Kept as text, because a site may be gone when the entry is read."""
    return next((_host(root.root_url) for root in Site.get_site_root_paths() if root.site_id == site_id), "")


def _host(root_url: str) -> str:
    return root_url.partition("//")[2]


def sites_with_page_rights(user: AbstractBaseUser) -> Iterable[int] | None:
    if user.is_active and user.is_superuser:
        return None
    pages = page_permission_policy.instances_user_has_any_permission_for(user, {"add", "change", "publish", "lock"})
    return list(Site.objects.filter(root_page__in=pages.values("pk")).values_list("pk", flat=True))


_reader_sites: ReaderSites = sites_with_page_rights


def set_reader_sites(function: ReaderSites) -> None:
    """`function(user)` gives the numbers of the sites whose entries the person may read, None for all entries."""
    global _reader_sites
    _reader_sites = function


def reader_sites(user: AbstractBaseUser) -> Iterable[int] | None:
    return _reader_sites(user)


def _site_id_of_person(user: AbstractBaseUser) -> int | None:
    """Where somebody works for one site, their sign-ins are that site's business."""
    sites = list(_reader_sites(user) or []) if user.pk else []
    return sites[0] if len(sites) == 1 else None


register_site_finder(get_user_model(), _site_id_of_person)
