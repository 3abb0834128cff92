"""Random sequences of what people and code do to pages: after every step, what is public has its two people.

The machine keeps its own record of who wrote and who approved which words, and asks nothing of the gate. Many more
sequences: `GATE_EXAMPLES=500 pytest tests/cms/editorial/gate/test_sequences.py`.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.models import Locale, Page, Revision

from cms.core.release import shipped
from cms.editorial.gate import requirements
from cms.languages.derive import derive
from cms.media.models import Image
from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.past_the_gate import past_the_gate
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsIndexPageFactory
from tests.factories.review import Desk, make_desk

pytestmark = pytest.mark.gate

EXAMPLES, STEPS = int(os.environ.get("GATE_EXAMPLES", "6")), 20
IS_BIG = "GATE_EXAMPLES" in os.environ
SOON = timedelta(milliseconds=400)
# Words that are the same in simplified and traditional characters.
WORDS = [f"人山水 {number}" for number in range(6)]
REFUSALS = (PermissionDenied, ValidationError, DatabaseError)

people = st.sampled_from(["editor", "other", "reviewer", "checker", "root"])
writers = st.sampled_from(["editor", "other", "reviewer"])
numbers = st.integers(0, 3)
done: Counter[str] = Counter()


def words_of(page: NewsPage) -> tuple:
    """What readers see, picture included."""
    picture = Image.objects.filter(pk=page.lead_image_id).values_list("description", "file").first()
    return page.title, page.summary, picture


class Editing(RuleBasedStateMachine):
    desk: Desk
    other_column: Page

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        cache.clear()
        self.image = ImageFactory(file__width=8, file__height=8)
        # Of each page: who worked on it, as (revision, person); whose approvals of which words stand; what is public.
        self.work: dict[int, list[tuple[int, int]]] = {}
        self.approved: dict[int, dict[tuple, set[int]]] = {}
        self.public: dict[int, tuple] = {page.pk: words_of(page) for page in self.live_pages()}
        self.write_new("editor", 0)

    def teardown(self):
        if not hasattr(self, "transaction"):
            return
        try:
            assert past_the_gate() == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def live_pages(self) -> Iterator[NewsPage]:
        return NewsPage.objects.filter(live=True).order_by("pk")

    def person(self, name: str):
        return getattr(self.desk, name)

    def page(self, number: int) -> NewsPage:
        """One of the pages that people write; translations and mirrors come after them."""
        pks = sorted(self.work)
        return NewsPage.objects.get(pk=pks[number % len(pks)])

    def attempt(self, name: str, act) -> bool:
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            done[f"{name} refused"] += 1
            return False
        done[name] += 1
        return True

    def worked(self, page: Page, *names: str) -> None:
        revision = Page.objects.get(pk=page.pk).latest_revision_id
        self.work.setdefault(page.pk, []).extend((revision, self.person(name).pk) for name in names)

    @rule(name=writers, word=numbers)
    def write_new(self, name: str, word: int):
        if len(self.work) < 3:
            page = self.desk.draft(self.person(name), title=WORDS[word], summary=WORDS[0])
            self.worked(page, name)

    @rule(number=numbers, name=writers, word=st.integers(0, 5), picture=st.booleans())
    def edit(self, number: int, name: str, word: int, picture: bool):
        page = self.page(number)
        self.desk.change(
            page, self.person(name), title=WORDS[word], lead_image=self.image if picture else None, go_live_at=None
        )
        self.worked(page, name)

    @rule(number=numbers, name=writers, word=numbers)
    def schedule(self, number: int, name: str, word: int):
        page = self.page(number)
        self.desk.change(page, self.person(name), title=WORDS[word], go_live_at=timezone.now() + SOON)
        self.worked(page, name)

    @rule(number=numbers, name=writers)
    def submit(self, number: int, name: str):
        page = self.page(number)
        if self.attempt("submit", lambda: self.desk.submit(page, self.person(name))):
            self.worked(page, name)

    @rule(number=numbers, name=people)
    def approve(self, number: int, name: str):
        self._approve(self.page(number), name)

    @rule(number=numbers)
    def review(self, number: int):
        """By those who sit at the stages, as it should be."""
        page = self.page(number)
        if not page.workflow_in_progress and self.attempt("submit", lambda: self.desk.submit(page)):
            self.worked(page, "editor")
        self._approve(self.page(number), "reviewer")
        self._approve(self.page(number), "checker")

    @rule(word=numbers)
    def publish_new(self, word: int):
        """All the way, so that even a few sequences have something live to work on."""
        if len(self.work) < 4:
            page = self.desk.draft(self.person("editor"), title=WORDS[word], summary=WORDS[0])
            self.worked(page, "editor")
            self.review(sorted(self.work).index(page.pk))

    def _approve(self, page: NewsPage, name: str) -> None:
        if (state := page.current_workflow_task_state) is None:
            return
        words = words_of(state.revision.as_object())
        standing = self.approved.setdefault(page.pk, {}).setdefault(words, set())
        person = self.person(name).pk
        is_new = person not in standing
        standing.add(person)
        if not self.attempt("approve", lambda: self.desk.decide(page, self.person(name))) and is_new:
            standing.discard(person)

    @rule(number=numbers, name=people)
    def reject(self, number: int, name: str):
        page = self.page(number)
        if page.current_workflow_task_state is not None:
            self.attempt("reject", lambda: self.desk.decide(page, self.person(name), "reject", "不行"))

    @rule(number=numbers, name=writers)
    def resume_or_cancel(self, number: int, name: str):
        page = self.page(number)
        if (state := page.current_workflow_state) is None:
            return
        resumed = self.attempt("resume", lambda: state.resume(self.person(name)))
        if not resumed:
            self.attempt("cancel", lambda: page.current_workflow_state.cancel(self.person(name)))

    @rule()
    def time_passes(self):
        if Revision.objects.filter(approved_go_live_at__isnull=False).exists():
            time.sleep(SOON.total_seconds())
            try:
                call_command("publish_scheduled")
                done["publish scheduled"] += 1
            except CommandError:
                done["publish scheduled refused"] += 1

    @rule(number=numbers, name=writers, back=numbers)
    def revert(self, number: int, name: str, back: int):
        page = self.page(number)
        revisions = page.revisions.order_by("-pk")
        revision = revisions[min(back, revisions.count() - 1)]
        user = self.person(name)
        action = RevertToPageRevisionAction(page, revision, user=user)
        if self.attempt("revert", lambda: action.execute(skip_permission_checks=True)):
            self.worked(page, name)

    @rule(number=numbers)
    def take_down(self, number: int):
        page = self.page(number)
        if page.live and self.attempt("take down", page.unpublish):
            self.approved[page.pk] = {}

    @rule(number=numbers, to_other=st.booleans())
    def move(self, number: int, to_other: bool):
        target = self.other_column if to_other else self.desk.column
        page = self.page(number)
        self.attempt("move", lambda: page.move(Page.objects.get(pk=target.pk), pos="last-child"))

    @rule(number=numbers, keep_live=st.booleans())
    def copy(self, number: int, keep_live: bool):
        page = self.page(number)
        slug = f"copy-{Page.objects.count()}"
        if self.attempt("copy", lambda: page.copy(update_attrs={"slug": slug}, keep_live=keep_live)):
            NewsPage.objects.get(slug=slug).delete()

    @rule(number=numbers)
    def mirror(self, number: int):
        page = self.page(number)
        slug = f"mirror-{Page.objects.count()}"
        action = CreatePageAliasAction(page, update_slug=slug)
        self.attempt("mirror", lambda: action.execute(skip_permission_checks=True))

    @rule(number=numbers, word=numbers)
    def translate(self, number: int, word: int):
        page, english = self.page(number), Locale.objects.get(language_code="en")
        self.attempt("translate", lambda: page.copy_for_translation(english, copy_parents=True))
        translation = NewsPage.objects.filter(translation_key=page.translation_key, locale=english).first()
        if translation is not None:
            translation.title, translation.live = WORDS[word], True
            self.attempt("save a translation live", translation.save)

    @rule(word=numbers)
    def change_picture(self, word: int):
        self.image.refresh_from_db()
        self.image.description = WORDS[word]
        self.attempt("change a picture", self.image.save)
        self.image.refresh_from_db()

    @rule(number=numbers, way=st.sampled_from(["publish", "save", "update", "fields", "plain", "traditional"]))
    def go_past_the_review(self, number: int, way: str):
        page = self.page(number)
        draft = page.get_latest_revision_as_object()
        draft.live = True
        traditional = NewsPage.objects.filter(
            translation_key=page.translation_key, locale__language_code="zh-hant"
        ).first()
        if traditional is not None:
            traditional.title = f"{draft.title}！"
        ways = {
            "publish": lambda: page.get_latest_revision().publish(),
            "save": draft.save,
            "update": lambda: Page.objects.filter(pk=page.pk).update(live=True, title=draft.title),
            "fields": lambda: draft.save(update_fields=["title", "live"]),
            "plain": lambda: self._save_plain(draft),
            "traditional": lambda: traditional and traditional.save(),
        }
        self.attempt(f"go past by {way}", ways[way])

    def _save_plain(self, draft: NewsPage) -> None:
        plain = Page.objects.get(pk=draft.pk)
        plain.title, plain.live = draft.title, True
        plain.save()

    @invariant()
    def what_is_public_has_its_two_people(self):
        if not hasattr(self, "public"):
            return
        now = {page.pk: (page, words_of(page)) for page in self.live_pages()}
        for pk, (page, words) in now.items():
            if self.public.get(pk) == words and (pk in self.work or not self._follows(page)):
                continue
            if self._follows(page):
                source = self._source_of(page)
                assert source is not None and source.live, "It is live without what it follows."
                assert words == words_of(source), "It says something else than what it follows."
                continue
            self._assert_two_people(page, words)
        self.public = {pk: words for pk, (_page, words) in now.items()}

    def _follows(self, page: NewsPage) -> bool:
        return page.alias_of_id is not None or page.locale.language_code == "zh-hant"

    def _source_of(self, page: NewsPage) -> NewsPage | None:
        if page.alias_of_id:
            return NewsPage.objects.get(pk=page.alias_of_id)
        found = NewsPage.objects.filter(translation_key=page.translation_key)
        return found.filter(locale__language_code="zh-hans").first()

    def _assert_two_people(self, page: NewsPage, words: tuple) -> None:
        """And a new period begins, in which earlier approvals count no more."""
        work = self.work.get(page.pk, [])
        authors = {person for revision, person in work if revision <= page.live_revision_id}
        approvers = self.approved.get(page.pk, {}).get(words, set())
        assert len(approvers - authors) >= 2, f"{words}: approved by {approvers}, written by {authors}"
        done["went live"] += 1
        self.work[page.pk] = [(revision, person) for revision, person in work if revision > page.live_revision_id]
        self.approved[page.pk] = {}
        parts = page.get_url_parts()
        answer = Client(SERVER_NAME="lichuan.localhost").get(parts[2])
        assert answer.status_code == 200 and words[0] in answer.content.decode()


def test_sequences(db, monkeypatch):
    monkeypatch.setattr(requirements, "_requirements", [])
    with shipped():
        for code in ("zh-hant", "en"):
            Locale.objects.get_or_create(language_code=code)
        Editing.desk = make_desk()
        Editing.other_column = NewsIndexPageFactory(parent=Editing.desk.family.lichuan.root_page, slug="other")
        for page in (Editing.desk.family.prefecture.root_page, Editing.desk.family.lichuan.root_page):
            derive(page)
        derive(Editing.desk.column)
        derive(Editing.other_column)
        Editing.desk.live(title=WORDS[5], summary=WORDS[0])
    done.clear()
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=not IS_BIG,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if IS_BIG else [Phase.generate],
    )
    run_state_machine_as_test(Editing, settings=profile)
    print(f"{EXAMPLES} sequences of up to {STEPS} steps: {dict(sorted(done.items()))}")
    # The machine is worth nothing if nothing ever goes live in it.
    assert done["went live"]
