"""Screens of the programme: the rundowns, the editor of one, and the editions."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from cms.blocks.languages import LANGUAGES, SOURCE
from cms.media.models import Media
from cms.tv.answering import for_the_public
from cms.tv.editions.comparing import described
from cms.tv.editions.editing import Editor, in_clock, overviews
from cms.tv.editions.filling import of_kind
from cms.tv.editions.forms import FindForm, NewRundownForm
from cms.tv.editions.making import NothingToShow, compile_channel, current, go_back
from cms.tv.editions.models import ONE_DAY, Channel, Rundown
from cms.tv.editions.permissions import ProgrammeMixin
from cms.tv.editions.planning import with_rows
from cms.tv.kinds import kinds
from cms.tv.models import Item
from cms.tv.places import Place, Places, pages_of
from cms.tv.visible import visible_items

FOUND, CLIPS, PER_PAGE = 50, 20, 20


class ProgrammeView(ProgrammeMixin, WagtailAdminTemplateMixin):
    header_icon = "media"

    def get_breadcrumbs_items(self) -> list[dict]:
        programme = {"url": reverse("tv_rundowns"), "label": _("Programme")}
        here = [] if self.page_title == programme["label"] else [{"url": "", "label": self.get_page_title()}]
        return [*super().get_breadcrumbs_items(), programme, *here]


class RundownsView(ProgrammeView, TemplateView):
    """Rundowns by channel, with what each needs to be complete. Those of days that are over only if asked for."""

    template_name = "tv_editions/rundowns.html"
    page_title = gettext_lazy("Programme")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        over = Q(date__lt=timezone.localdate())
        wanted = Q() if "past" in self.request.GET else ~over
        channels = [
            {
                "channel": channel,
                "edition": current(channel),
                "rundowns": overviews(with_rows(channel.rundowns.filter(wanted))),
            }
            for channel in Channel.objects.order_by("-active", "site_id", "code")
        ]
        past = Rundown.objects.filter(over).count()
        return super().get_context_data(channels=channels, past=past, shows_past=not wanted, **kwargs)


class NewRundownView(ProgrammeView, FormView):
    """Empty, or as another one that `?from=` names, for the day after that one's."""

    template_name = "tv_editions/new_rundown.html"
    page_title = gettext_lazy("New rundown")
    form_class = NewRundownForm

    @cached_property
    def source(self) -> Rundown | None:
        number = self.request.GET.get("from", "")
        return get_object_or_404(Rundown, pk=number) if number.isdecimal() else None

    def get_page_subtitle(self) -> str:
        return _("Copy of “%(title)s”") % {"title": self.source.title} if self.source else ""

    def get_initial(self) -> dict[str, Any]:
        if not self.source:
            return {"channel": Channel.objects.filter(active=True).first()}
        after = (self.source.date or timezone.localdate()) + ONE_DAY
        return {name: getattr(self.source, name) for name in NewRundownForm.Meta.fields} | {"date": after}

    @transaction.atomic
    def form_valid(self, form: NewRundownForm) -> HttpResponse:
        rundown = form.save()
        if self.source:
            rundown.copy_rows(self.source)
        rundown.channel.touch()
        return redirect("tv_rundown", rundown.pk)


class RundownView(ProgrammeView, TemplateView):
    """Every button sends all that is in the fields, so each works without a script and nothing typed is lost; only
    “save” writes it down."""

    template_name = "tv_editions/rundown.html"

    @cached_property
    def rundown(self) -> Rundown:
        return get_object_or_404(Rundown.objects.select_related("channel"), pk=self.kwargs["rundown_id"])

    def get_page_title(self) -> str:
        return self.rundown.title

    def get_page_subtitle(self) -> str:
        return self.rundown.channel.name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._render(Editor(self.rundown), FindForm({}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        editor, action = Editor(self.rundown, request.POST), request.POST.get("do", "")
        if action == "save" and editor.save():
            messages.success(request, _("The rundown is saved. Screens show it from the next edition on."))
            return redirect("tv_rundown", self.rundown.pk)
        if action == "delete":
            return self._delete()
        editor.do(action)
        return self._render(editor, FindForm(request.POST))

    def _delete(self) -> HttpResponse:
        self.rundown.delete()
        self.rundown.channel.touch()
        messages.success(self.request, _("The rundown “%(title)s” is deleted.") % {"title": self.rundown.title})
        return redirect("tv_rundowns")

    def _render(self, editor: Editor, find: FindForm) -> HttpResponse:
        items = found(find)
        context = {"editor": editor, "find": find, "found": items[:FOUND], "clips": clips(find), **editor.summary()}
        if len(items) > FOUND:
            context["most"] = FOUND
        return self.render_to_response(self.get_context_data(**context))


def found(form: FindForm) -> list[dict[str, Any]]:
    """What television may show now, the newest first; one more than are listed tells that there are more."""
    wanted = form.cleaned_data if form.is_valid() else {}
    items = visible_items()
    if title := wanted.get("title"):
        items = items.filter(page__title__icontains=title)
    if site := wanted.get("site"):
        items = items.filter(page__in=pages_of(site))
    items = items.filter(locale__language_code=wanted.get("language") or SOURCE.code)
    items = of_kind(items, wanted.get("kind", ""))
    names = dict(Site.objects.values_list("pk", "site_name"))
    newest = items.select_related("page", "locale").defer("payload").order_by("-shown_at", "-pk")[: FOUND + 1]
    places = Places()
    return [_described(item, names, places.of(item.page)) for item in newest]


def _described(item: Item, names: dict[int, str], place: Place | None) -> dict[str, Any]:
    return {
        "item": item,
        "title": item.title,
        "kind": kinds()[item.kind]._meta.verbose_name,
        "site": names.get(place.root.site_id, "") if place else "",
        "language": LANGUAGES[item.locale.language_code].short_name,
        "has_picture": bool(item.pictures),
    }


def clips(form: FindForm) -> list[dict[str, Any]]:
    wanted = form.cleaned_data if form.is_valid() else {}
    recordings: QuerySet[Media] = Media.objects.filter(type="video", title__icontains=wanted.get("title", ""))
    newest = list(recordings.order_by("-created_at")[:CLIPS])
    public = for_the_public(Media, (one.pk for one in newest))
    return [{"clip": one, "length": in_clock(round(one.duration or 0))} for one in newest if one.pk in public]


class EditionsView(ProgrammeView, TemplateView):
    """What the channel was given to show, with what each edition changed; and the buttons that make one."""

    template_name = "tv_editions/editions.html"

    @cached_property
    def channel(self) -> Channel:
        return get_object_or_404(Channel, pk=self.kwargs["channel_id"])

    def get_page_title(self) -> str:
        return _("Editions")

    def get_page_subtitle(self) -> str:
        return self.channel.name

    @property
    def page_title(self) -> str:
        return self.get_page_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = current(self.channel)
        editions = self.channel.editions.select_related("by").order_by("-number")
        pages = Paginator(editions, PER_PAGE).get_page(self.request.GET.get("p"))
        rows = described(list(pages), newest)
        return super().get_context_data(channel=self.channel, pages=pages, rows=rows, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if number := request.POST.get("back"):
                edition = get_object_or_404(self.channel.editions.select_related("channel"), number=number)
                made = go_back(edition, request.user)
            else:
                made = compile_channel(self.channel, request.user)
        except NothingToShow as error:
            messages.error(request, str(error))
            return redirect(request.path)
        if made is None:
            messages.info(request, _("The current edition shows the same already. No new one was made."))
        else:
            messages.success(
                request,
                _("Edition %(number)s is made. Screens take it over within a minute.") % {"number": made.number},
            )
        return redirect(request.path)
