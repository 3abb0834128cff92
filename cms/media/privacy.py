"""Who may see the files of a collection.

A collection is private when it or one above it has a view restriction. Files and television ask the database each
time. Pages ask `is_restricted`, which remembers: they leave out what is private, for everybody alike, because caches
hold them.
"""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import Http404, HttpRequest
from wagtail.models import Collection, CollectionMember, CollectionViewRestriction
from wagtail.permissions import policy_registry

CACHE_KEY = "restricted_collections"
# What other processes remember longer than this one is a picture whose file is refused already.
SECONDS = 60

Boundary = Callable[[AbstractBaseUser, Collection], bool]
_boundaries: list[Boundary] = []


def register_boundary(is_outside: Boundary) -> None:
    """A collection for everybody with a login is not for users for whom it `is_outside`: staff of another house."""
    _boundaries.append(is_outside)


def is_restricted(collection_id: int) -> bool:
    return collection_id in cache.get_or_set(CACHE_KEY, _restricted_collections, SECONDS)


def forget_restricted(**kwargs) -> None:
    """Once more when the change is there for all to see: who asks before that remembers what was."""
    cache.delete(CACHE_KEY)
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))


def in_private_collection() -> Exists:
    """Of files, as the database has it now."""
    here = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    return Exists(CollectionViewRestriction.objects.annotate(here=here).filter(here__startswith=F("collection__path")))


def _restricted_collections() -> frozenset[int]:
    paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    return frozenset(Collection.objects.filter(below).values_list("pk", flat=True) if below else ())


def restrictions_above(member: CollectionMember) -> list[CollectionViewRestriction]:
    path = member.collection.path
    restrictions = CollectionViewRestriction.objects.select_related("collection")
    return [rule for rule in restrictions if path.startswith(rule.collection.path)]


def check_access(request: HttpRequest, member: CollectionMember, restrictions: list[CollectionViewRestriction]) -> None:
    """Raises PermissionDenied for those who may not see it, and Http404 for staff of another house."""
    if not restrictions:
        return
    is_outsider = request.user.is_authenticated and any(test(request.user, member.collection) for test in _boundaries)
    if works_with(request, member) or all(_admits(rule, request, is_outsider) for rule in restrictions):
        return
    if is_outsider and not can_still_be_admitted(request, restrictions):
        raise Http404
    raise PermissionDenied


def can_still_be_admitted(request: HttpRequest, restrictions: list[CollectionViewRestriction]) -> bool:
    """By a password, or by a login if there is none yet."""
    return any(
        rule.restriction_type == CollectionViewRestriction.PASSWORD or not request.user.is_authenticated
        for rule in restrictions
        if not rule.accept_request(request)
    )


def works_with(request: HttpRequest, member: CollectionMember) -> bool:
    """Editors see the files of their collections in the admin, whoever the public is."""
    policy = policy_registry.get_by_type(type(member))
    return request.user.is_authenticated and policy.user_has_any_permission_for_instance(
        request.user, ["change", "choose"], member
    )


def _admits(rule: CollectionViewRestriction, request: HttpRequest, is_outsider: bool) -> bool:
    is_for_any_login = rule.restriction_type == CollectionViewRestriction.LOGIN
    return rule.accept_request(request) and not (is_for_any_login and is_outsider)
