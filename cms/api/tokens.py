"""Who a request to the programming interface acts for."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security.http import HttpAuthBase
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from cms.api.models import PREFIX, Token
from cms.core.scope import SiteTree, site_trees

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
WRITING = {"add_page", "change_page"}


def authenticate(request: HttpRequest) -> Token | None:
    """The token that the request presents, None without one that is in force.

    Whoever asks first makes the request that of the token's user; a session counts for nothing here. Asking again is
    free, and so it is as early as a middleware's `process_view`.
    """
    if not hasattr(request, "token"):
        request.token = find(request.headers.get("Authorization", ""))
        request.user = request.token.user if request.token else AnonymousUser()
    return request.token


def find(header: str) -> Token | None:
    scheme, _space, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(PREFIX):
        return None
    tokens = Token.objects.in_force().with_secret(secret)
    return tokens.select_related("user", "site__root_page").first()


def tree_of(request: HttpRequest) -> SiteTree:
    """The pages that the request's token is for, before its user's rights are asked."""
    if not hasattr(request, "site_tree"):
        site = request.token.site
        request.site_tree = site_trees([site])[site]
    return request.site_tree


def may_use(user: AbstractBaseUser, tree: SiteTree, writing: bool) -> bool:
    """Whether the user has any right on pages of the site; for writing the right to add or to change."""
    return user.is_superuser or any(
        tree.is_reached_from(permission.page)
        for permission in page_permission_policy.get_cached_permissions_for_user(user)
        if not writing or permission.permission.codename in WRITING
    )


def usable_sites(user: AbstractBaseUser) -> dict[Site, bool]:
    """Sites that the user may have a token for, and whether also for writing."""
    trees = site_trees(Site.objects.select_related("root_page").order_by("root_page__path"))
    return {site: may_use(user, tree, True) for site, tree in trees.items() if may_use(user, tree, False)}


class TokenAuth(HttpAuthBase):
    """401 without a token that is in force; 403 when its user has lost the rights that it stands on."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Token:
        token = authenticate(request)
        if token is None:
            raise AuthenticationError(message=_("A token that is in force is needed."))
        writing = request.method not in SAFE_METHODS
        if writing and not token.may_write:
            raise AuthorizationError(message=_("This token may only read."))
        has_rights = token.user.has_perm("wagtailadmin.access_admin") and may_use(
            token.user, tree_of(request), token.may_write
        )
        if not has_rights:
            raise AuthorizationError(message=_("The user of this token no longer has the rights that it needs."))
        token.note_use()
        return token
