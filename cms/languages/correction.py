"""The admin's screen on which people correct the traditional characters of a page, sentence by sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core.scripts import to_traditional
from cms.languages.locks import nearest, set_lock
from cms.languages.models import SentenceLock
from cms.languages.texts import sentences_of
from cms.languages.tree import source_of


@dataclass(frozen=True)
class Sentence:
    source: str
    lock: SentenceLock | None

    @property
    def field(self) -> str:
        """Name of the form field: the sentence itself, so that a form of yesterday corrects nothing else."""
        return field_name(self.source)

    @property
    def converted(self) -> str:
        return to_traditional(self.source)

    @property
    def text(self) -> str:
        return self.lock.traditional if self.lock else ""


@dataclass(frozen=True)
class StaleLock:
    lock: SentenceLock
    nearest: str


def field_name(sentence: str) -> str:
    return f"s-{sha256(sentence.encode()).hexdigest()[:20]}"


def may_correct(user: AbstractBaseUser, source: Page | None) -> bool:
    return source is not None and source.permissions_for_user(user).can_edit()


def text_of(source: Page) -> list[str]:
    """What readers see; of a page that is not online, what its author has written last."""
    return sentences_of(source.specific if source.live else source.get_latest_revision_as_object())


def stale_locks(source: Page, sentences: Iterable[str]) -> list[SentenceLock]:
    locks = SentenceLock.objects.filter(translation_key=source.translation_key).exclude(source__in=sentences)
    return list(locks.select_related("locked_by").order_by("locked_at"))


class CorrectionView(WagtailAdminTemplateMixin, TemplateView):
    """Whoever may edit the page may correct it; readers see it when the page has been reviewed and published next."""

    template_name = "languages/admin/correction.html"
    page_title = gettext_lazy("Traditional characters")
    header_icon = "openquote"

    @cached_property
    def source(self) -> Page:
        source = source_of(get_object_or_404(Page, pk=self.kwargs["page_id"]))
        if not may_correct(self.request.user, source):
            # Another site's page is nobody else's business.
            raise Http404
        return source

    @cached_property
    def sentences(self) -> list[Sentence]:
        rows = SentenceLock.objects.filter(translation_key=self.source.translation_key).select_related("locked_by")
        # A waiting lock comes after the one in force, whose place it will take.
        locks = {lock.source: lock for lock in rows.order_by("waits")}
        return [Sentence(text, locks.get(text)) for text in text_of(self.source)]

    def get_page_subtitle(self) -> str:
        return self.source.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict]:
        editor = reverse("wagtailadmin_pages:edit", args=[self.source.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": editor, "label": self.source.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs) -> dict:
        open_ones = [sentence.source for sentence in self.sentences if sentence.lock is None]
        stale = [
            StaleLock(lock, nearest(lock.source, open_ones))
            for lock in stale_locks(self.source, [sentence.source for sentence in self.sentences])
        ]
        context = {"source": self.source, "sentences": self.sentences, "stale": stale}
        return super().get_context_data(**context, **kwargs)

    @transaction.atomic
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "unlock" in request.POST:
            changed = self._save({request.POST["unlock"]: ""})
        elif "take_over" in request.POST:
            changed = self._take_over(request.POST["take_over"])
        elif "drop" in request.POST:
            changed = self._stale(request.POST["drop"]).delete()[0]
        else:
            changed = self._save(request.POST)
        self._tell(changed)
        return redirect("languages_correction", self.source.pk)

    def _save(self, texts: dict[str, str]) -> int:
        return sum(
            set_lock(self.source.translation_key, sentence.source, texts[sentence.field], self.request.user)
            for sentence in self.sentences
            if sentence.field in texts
        )

    def _take_over(self, number: str) -> int:
        """The text of a lock whose sentence is gone becomes that of the sentence that is most like it."""
        lock = self._stale(number)
        target = nearest(lock.source, [sentence.source for sentence in self.sentences if sentence.lock is None])
        if not target:
            return 0
        changed = set_lock(self.source.translation_key, target, lock.traditional, self.request.user)
        lock.delete()
        return int(changed)

    def _stale(self, number: str) -> SentenceLock:
        found = stale_locks(self.source, [sentence.source for sentence in self.sentences])
        lock = next((lock for lock in found if str(lock.pk) == number), None)
        if lock is None:
            raise Http404
        return lock

    def _tell(self, changed: int) -> None:
        if not changed:
            messages.info(self.request, _("Nothing was changed."))
            return
        counted = ngettext("%(count)s sentence saved.", "%(count)s sentences saved.", changed) % {"count": changed}
        messages.success(self.request, f"{counted} {_('Readers see it when the page is published next.')}")
