"""The chain of responsibility (责任链): for each publication who wrote, who worked on it and who approved."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Page, Revision

from cms.core.release import Basis
from cms.editorial.gate.models import Approval, Clearance

Identity = tuple[UUID, int]


@dataclass(frozen=True)
class Chain:
    """`page` is None once the page has been deleted; who approved it stays known, who wrote it does not."""

    clearance: Clearance
    page: Page | None
    author: AbstractBaseUser | None
    editors: tuple[AbstractBaseUser, ...]
    approvals: tuple[Approval, ...]


def chain_of(page: Page) -> Chain | None:
    """Of what is live now."""
    open_one = Clearance.objects.of(page).open().select_related("by").first()
    return chains_of([open_one])[0] if open_one else None


def chains_of(clearances: Iterable[Clearance]) -> list[Chain]:
    """In the same order; a handful of queries however many there are."""
    return _Book(list(clearances)).chains()


class _Book:
    """All that the chains of some publications are made from, read at once."""

    def __init__(self, clearances: list[Clearance]) -> None:
        self.clearances = clearances
        keys = {clearance.translation_key for clearance in clearances}
        self.pages = {_identity(page): page for page in Page.objects.filter(translation_key__in=keys)}
        self.history = defaultdict(list)
        for clearance in Clearance.objects.filter(translation_key__in=keys).order_by("pk"):
            self.history[_identity(clearance)].append(clearance)
        self.approvals = defaultdict(list)
        for approval in Approval.objects.filter(translation_key__in=keys).select_related("approver"):
            self.approvals[_identity(approval)].append(approval)
        self.revisions = defaultdict(list)
        numbers = [str(page.pk) for page in self.pages.values()]
        rows = Revision.page_revisions.filter(object_id__in=numbers).order_by("pk")
        for object_id, revision, user in rows.values_list("object_id", "pk", "user_id"):
            self.revisions[int(object_id)].append((revision, user))
        writers = {user for rows in self.revisions.values() for _revision, user in rows}
        writers |= {page.owner_id for page in self.pages.values()}
        self.people = get_user_model().objects.in_bulk(writers - {None})

    def chains(self) -> list[Chain]:
        return [self._chain(clearance) for clearance in self.clearances]

    def _chain(self, clearance: Clearance) -> Chain:
        page = self.pages.get(_identity(clearance))
        # Who answers for what has a new address is who answered for it at the old one.
        history = [other for other in self.history[_identity(clearance)] if other.pk <= clearance.pk]
        *earlier, release = [other for other in history if other.basis != Basis.READDRESSED] or [clearance]
        return Chain(
            clearance,
            page,
            self.people.get(page.owner_id) if page else None,
            self._editors(page, release, earlier),
            self._approvals(release, earlier),
        )

    def _editors(self, page: Page | None, clearance: Clearance, earlier: list[Clearance]) -> tuple:
        """Of the revisions since the publication before up to this one."""
        if page is None or clearance.revision_id is None:
            return ()
        first = max((other.revision_id or 0 for other in earlier), default=0)
        if first >= clearance.revision_id:
            first = clearance.revision_id - 1
        users = [user for revision, user in self.revisions[page.pk] if first < revision <= clearance.revision_id]
        return tuple(self.people[user] for user in dict.fromkeys(users) if user in self.people)

    def _approvals(self, clearance: Clearance, earlier: list[Clearance]) -> tuple[Approval, ...]:
        """Those since the publication before; the same words published again stand on the approvals they had."""
        given = [
            approval
            for approval in self.approvals[_identity(clearance)]
            if approval.fingerprint == clearance.fingerprint and approval.created_at <= clearance.created_at
        ]
        recent = [approval for approval in given if not earlier or approval.created_at > earlier[-1].created_at]
        return tuple(recent or given)


def _identity(row: Page | Clearance | Approval) -> Identity:
    return row.translation_key, row.locale_id
