"""Report of corrections that no longer apply because their sentence was changed."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.core.panels import site_of
from cms.languages.correction import stale_locks, text_of
from cms.languages.models import SentenceLock
from cms.languages.tree import sources


@dataclass(frozen=True)
class Row:
    site: Site | None
    page: Page
    lock: SentenceLock


def rows_for(user: AbstractBaseUser) -> list[Row]:
    """Over the pages that this user may edit, which are those of the own site."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    keys = SentenceLock.objects.values("translation_key")
    pages = sources().filter(pk__in=editable.values("pk"), translation_key__in=keys).order_by("path")
    return [Row(site_of(page), page, lock) for page in pages.specific() for lock in stale_locks(page, text_of(page))]


class ChangedLocksView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "languages/admin/changed_locks.html"
    page_title = _("Locked sentences that have changed")
    header_icon = "lock"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(rows=rows_for(self.request.user), **kwargs)
