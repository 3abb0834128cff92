"""The desk of the channel: what is live on the web, and which of it television may show."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, TextChoices, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Site

from cms.blocks.languages import language_of, root_above
from cms.core.scope import live_public, site_trees
from cms.core.scripts import TRADITIONAL
from cms.core.site_field import SiteField
from cms.tv.approving import NotApprovable, approve, may_approve, take_off
from cms.tv.kinds import kinds
from cms.tv.models import Item
from cms.tv.visible import visible_items

PER_PAGE = 50


class State(TextChoices):
    OFF = "off", gettext_lazy("Not approved")
    CHANGED = "changed", gettext_lazy("Changed since it was approved")
    ON = "on", gettext_lazy("On television")


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *State.choices], required=False
    )
    site = SiteField(
        Site.objects.all(), label=gettext_lazy("Site"), required=False, empty_label=gettext_lazy("All sites")
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False)


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """Approves or takes off the pages that were ticked; one that cannot be approved keeps no other from it."""

    template_name = "tv/desk.html"
    page_title = gettext_lazy("Television")
    header_icon = "media"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_approve(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": reverse("tv_desk"), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET)
        pages = Paginator(filtered(form), PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(form=form, pages=pages, rows=rows(pages), query=query.urlencode(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = list(candidates().filter(pk__in=[pk for pk in request.POST.getlist("page") if pk.isdigit()]))
        if not chosen:
            messages.warning(request, _("Tick the pages first."))
        elif request.POST.get("action") == "take_off":
            self._take_off(chosen)
        else:
            self._approve(chosen)
        return redirect(request.get_full_path())

    def _approve(self, pages: list[Page]) -> None:
        approved = 0
        for page in pages:
            try:
                approve(page, self.request.user)
                approved += 1
            except NotApprovable as error:
                messages.error(self.request, str(error))
        if approved:
            done = ngettext("%(count)s page is on television.", "%(count)s pages are on television.", approved)
            messages.success(self.request, done % {"count": approved})

    def _take_off(self, pages: list[Page]) -> None:
        for page in pages:
            take_off(page)
        done = ngettext("%(count)s page is off television.", "%(count)s pages are off television.", len(pages))
        messages.success(self.request, done % {"count": len(pages)})


def candidates() -> QuerySet[Page]:
    """What readers see, in the languages in which people write: the traditional page goes with its source."""
    return live_public(Page.objects.type(*kinds().values())).exclude(locale__language_code=TRADITIONAL)


def filtered(form: FilterForm) -> QuerySet[Page]:
    wanted = form.cleaned_data if form.is_valid() else {}
    on = Exists(visible_items().filter(page=OuterRef("pk")))
    ever = Exists(Item.objects.open().filter(page=OuterRef("pk")))
    pages = candidates().annotate(
        tv_state=Case(
            When(on, then=Value(State.ON.value)),
            When(ever, then=Value(State.CHANGED.value)),
            default=Value(State.OFF.value),
            output_field=CharField(),
        )
    )
    if site := wanted.get("site"):
        pages = site_trees([site])[site].narrow(pages)
    if state := wanted.get("state"):
        pages = pages.filter(tv_state=state)
    if title := wanted.get("title"):
        pages = pages.filter(title__icontains=title)
    return pages.order_by("-last_published_at", "-pk")


def rows(pages: Any) -> list[dict[str, Any]]:
    """Each page with what the screen will say, the site that it belongs to, and its language."""
    names = dict(Site.objects.values_list("pk", "site_name"))
    roots = Site.get_site_root_paths()
    specific = Page.objects.filter(pk__in=[page.pk for page in pages]).specific().in_bulk()
    return [
        {
            "page": page,
            "state": State(page.tv_state),
            "texts": specific[page.pk].tv_texts(),
            "kind": specific[page.pk].kind_label,
            "site": names.get(root.site_id, "") if (root := root_above(page.url_path, roots)) else "",
            "language": language_of(page).name,
        }
        for page in pages
    ]
