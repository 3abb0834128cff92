"""A case's screens: opening one, and the one on which it is handled."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm, Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, EditView, InspectView

from cms.editorial.cases import handling
from cms.editorial.cases.forms import EndForm, NoteForm, PageForm, TrackForm
from cms.editorial.cases.models import Case, Track
from cms.editorial.cases.working_days import warning_about


class OpenCaseView(CreateView):
    """Leads to the case, where departments and people are named."""

    def save_instance(self) -> Case:
        case = self.form.instance
        handling.open_case(case, self.request.user)
        return case

    def get_success_url(self) -> str:
        return reverse("wagtailsnippets_cases_case:inspect", args=[self.object.pk])


class EditCaseView(EditView):
    def get_success_url(self) -> str:
        return reverse("wagtailsnippets_cases_case:inspect", args=[self.object.pk])


class CaseView(InspectView):
    """Both tracks side by side, the pages, the timeline. Each form names its `step`."""

    template_name = "cases/case.html"
    page_title = gettext_lazy("Case")

    @cached_property
    def tracks(self) -> list[Track]:
        """The matter itself first."""
        found = {track.kind: track for track in self.object.tracks.select_related("person")}
        for track in found.values():
            track.case = self.object
        return [found[kind] for kind in Track.Kind if kind in found]

    @cached_property
    def may_change(self) -> bool:
        return self.permission_policy.user_has_permission_for_instance(self.request.user, "change", self.object)

    def forms(self) -> dict[str, BaseForm]:
        """All of the screen by step, without what anybody has typed."""
        tracks = {
            f"track-{track.kind}": TrackForm(instance=track, prefix=track.kind, user=self.request.user)
            for track in self.tracks
        }
        page = PageForm(prefix="page", case=self.object)
        return {**tracks, "note": NoteForm(prefix="note"), "page": page, "end": EndForm(prefix="end", case=self.object)}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """What was typed comes back with the error at its field."""
        if not self.may_change:
            raise PermissionDenied
        step = request.POST.get("step", "")
        forms = self.forms()
        if step == "unlink":
            self._unlink(request.POST.get("linked", ""))
        if step not in forms:
            return redirect(request.path)
        form = forms[step] = self._bound(step, forms[step])
        if form.is_valid():
            try:
                messages.success(request, self._take(step, form))
                return redirect(f"{request.path}#{step}")
            except ValidationError as error:
                form.add_error(None, error)
        return self.render_to_response(self.get_context_data(forms=forms))

    def _bound(self, step: str, blank: BaseForm) -> BaseForm:
        data, prefix = self.request.POST, blank.prefix
        if isinstance(blank, TrackForm):
            # The object at hand keeps what is saved: the form writes what was typed into its own.
            track = Track.objects.select_related("person", "case").get(pk=blank.instance.pk)
            return TrackForm(data, instance=track, prefix=prefix, user=self.request.user)
        if step == "page":
            return PageForm(data, prefix=prefix, case=self.object)
        if step == "end":
            return EndForm(data, prefix=prefix, case=self.object)
        return NoteForm(data, prefix=prefix)

    def _take(self, step: str, form: BaseForm) -> str:
        """Does it and answers with what to tell."""
        steps: dict[str, Callable[[BaseForm], str]] = {"note": self._note, "page": self._link, "end": self._end}
        return steps.get(step, self._track)(form)

    def _track(self, form: TrackForm) -> str:
        changed = handling.change_track(form.save(commit=False), self.request.user)
        return _("The track has been saved.") if changed else _("Nothing was different.")

    def _note(self, form: NoteForm) -> str:
        handling.note(self.object, form.cleaned_data["text"], self.request.user, form.cleaned_data["track"])
        return _("The note is in the timeline.")

    def _link(self, form: PageForm) -> str:
        handling.link_page(self.object, form.cleaned_data["page"], self.request.user)
        return _("The page belongs to the case.")

    def _unlink(self, number: str) -> None:
        """Of a page that is not there any more nothing has to be removed."""
        page = self.object.pages.filter(pk=number).first() if number.isdecimal() else None
        if page is not None and self.object.is_open:
            handling.unlink_page(self.object, page, self.request.user)

    def _end(self, form: EndForm) -> str:
        text, was_open = form.cleaned_data["text"], self.object.is_open
        try:
            (handling.close if was_open else handling.reopen)(self.object, text, self.request.user)
        except ValidationError:
            self.object.refresh_from_db()
            raise
        return _("The case is closed.") if was_open else _("The case is open again.")

    def get_context_data(self, **kwargs) -> dict:
        forms = kwargs.pop("forms", None) or self.forms()
        media = sum((form.media for form in forms.values()), Media(css={"all": ["cases/cases.css"]}))
        return super().get_context_data(
            case=self.object,
            tracks=[(track, forms[f"track-{track.kind}"]) for track in self.tracks],
            note_form=forms["note"],
            page_form=forms["page"],
            end_form=forms["end"],
            pages=self.object.pages.order_by("pk"),
            entries=self.object.entries.select_related("by"),
            may_change=self.may_change,
            calendar_warning=warning_about(*(track.due_on for track in self.tracks)) if self.object.is_open else "",
            media=media,
            **kwargs,
        )
