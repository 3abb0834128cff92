"""Comments at the place: what a reviewer writes beside a field or block becomes one of the editor's own comments."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict
from wagtail.log_actions import log
from wagtail.models import Comment, Page, Revision

from cms.editorial.review.diff.comparing import Change, ChangedSection

# Names of the form's fields: this, and the path of the place.
PREFIX = "at:"
LONGEST = 2000


def places(sections: Iterable[ChangedSection]) -> dict[str, Change]:
    """Where a comment can stand: everything that holds no other things, in the new version."""
    return {change.item.path: change for section in sections for part in section.changes for change in _leaves(part)}


def _leaves(change: Change) -> Iterator[Change]:
    if change.new is None:
        return
    if not change.children:
        yield change
    for child in change.children:
        yield from _leaves(child)


def typed(data: QueryDict, known: Iterable[str]) -> dict[str, str]:
    """Path -> what was written there; other names in the form are nobody's business."""
    written = {path: data.get(f"{PREFIX}{path}", "").strip()[:LONGEST] for path in known}
    return {path: text for path, text in written.items() if text}


def write(page: Page, revision: Revision, user: AbstractBaseUser, texts: dict[str, str]) -> list[Comment]:
    """Like the editor's own: they can be answered and resolved there, and stand in the page's history."""
    comments = []
    for path, text in texts.items():
        comment = Comment.objects.create(
            page_id=page.pk,
            user=user,
            text=text,
            contentpath=path,
            # Rich text wants to know where in it; nowhere in particular.
            position="[]",
            revision_created=revision,
        )
        data = {"comment": {"id": comment.pk, "contentpath": path, "text": text}}
        log(instance=page, action="wagtail.comments.create", user=user, revision=revision, data=data)
        comments.append(comment)
    return comments
