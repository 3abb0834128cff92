"""Who may recall, and who may freeze."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.models import GroupSitePermission, Page, Site

from cms.core.panels import site_of

RECALL, READ, FREEZE = "add_recall", "view_recall", "recall.add_freeze"


def may_recall(user: AbstractBaseUser, page: Page) -> bool:
    """Who handles what is live there (Wagtail's `publish`), and those who hold `add_recall` for the page's site.

    A lock does not stop them: what must go, goes.
    """
    if not user.is_active or page.depth < 2 or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if user.is_superuser or "publish" in page.permissions_for_user(user).permissions:
        return True
    site = site_of(page)
    return site is not None and sites_with(user, RECALL).filter(pk=site.pk).exists()


def sites_with(user: AbstractBaseUser, codename: str) -> QuerySet[Site]:
    if user.is_superuser and user.is_active:
        return Site.objects.all()
    rows = GroupSitePermission.objects.filter(
        group__user=user, permission__content_type__app_label="recall", permission__codename=codename
    )
    return Site.objects.filter(pk__in=rows.values("site"))


def may_freeze(user: AbstractBaseUser) -> bool:
    return user.has_perm(FREEZE)
