"""The life of an alert: issued, updated, ended by an all clear, and looked at afterwards by somebody else.

One person issues: what warns of floods must not wait for a second. Who issued, and why, stays on record, and somebody
else looks at it afterwards, as with urgent notices (`cms.editorial.urgent`).
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from cms.editorial.texts.checking import check_thing, refusals, sentences
from cms.editorial.texts.kinds import Kind
from cms.tv.alerts.models import LONGEST, Alert, Check, Draft, Replacement
from cms.tv.alerts.terms import Message, Response

# Wagtail's, which asks once for all that a person may do on sites; alerts keep the number of theirs.
_policy = SitePermissionPolicy(Alert, site_field_name="site_id")


def may_alert(user: AbstractBaseUser) -> bool:
    """For any site."""
    return _policy.user_has_permission(user, "add")


def sites_of(user: AbstractBaseUser) -> QuerySet[Site]:
    """Those for which the person may write and issue alerts."""
    return _policy.sites_user_has_permission_for(user, "add")


def require_right(user: AbstractBaseUser, site_id: int) -> None:
    if not user.is_active or not sites_of(user).filter(pk=site_id).exists():
        raise PermissionDenied(_("You do not issue alerts for this site."))


@transaction.atomic
def issue(draft: Draft, by: AbstractBaseUser, reason: str = "") -> Alert:
    """Shown within a second, or from its own time. Raises PermissionDenied, and ValidationError in sentences."""
    require_right(by, draft.site_id)
    return put_out(draft, by, reason)


@transaction.atomic
def put_out(draft: Draft, by: AbstractBaseUser | None, reason: str = "") -> Alert:
    """As `issue`, with `by` nobody for a program that may issue at once. The draft is gone afterwards."""
    _check_words(draft)
    now = timezone.now()
    effective = max(draft.effective or now, now) if draft.message != Message.CANCEL else now
    check_times(draft.message, effective, draft.expires)
    old = list(Alert.objects.select_for_update().filter(pk__in=draft.replaces).order_by("pk"))
    _check_replaced(draft, old)
    alert = Alert(
        **draft.content(),
        site_id=draft.site_id,
        effective=effective,
        sent=draft.sent or now.replace(microsecond=0),
        source=draft.source,
        drafted_by=draft.by,
        by=by,
        reason=reason,
    )
    alert.mark_drill()
    alert.sender = draft.source.sender if draft.source else draft.site.hostname
    alert.identifier = draft.identifier or f"yunshang-{alert.key}"
    alert.save()
    Replacement.objects.bulk_create(Replacement(alert=alert, old=one) for one in old)
    if draft.pk:
        draft.delete()
    return alert


def _check_words(draft: Draft) -> None:
    """Not held up by a wrong word, only by what would harm a person, like an urgent notice."""
    if found := [finding for finding in refusals(check_thing(draft)) if finding.kind == Kind.PERSONAL]:
        raise ValidationError(sentences(found))


def check_times(message: str, effective: datetime, expires: datetime) -> None:
    """An all clear holds at once and is shown nowhere, so that nothing hangs on when it ends."""
    if message == Message.CANCEL:
        return
    if expires <= max(effective, timezone.now()):
        raise ValidationError({"expires": _("The end must be after the beginning, and still to come.")})
    if expires - effective > LONGEST:
        raise ValidationError({"expires": _("An alert lasts at most 72 hours; it can be updated.")})


def _check_replaced(draft: Draft, old: Iterable[Alert]) -> None:
    if any(one.status != draft.status for one in old):
        raise ValidationError(_("A drill stays a drill, and an actual alert an actual one. Write a new one."))
    standing = Alert.objects.standing().filter(pk__in=draft.replaces).count()
    if draft.message == Message.CANCEL and not standing or standing < len(draft.replaces):
        raise ValidationError(_("This alert is over already, or somebody has replaced it meanwhile."))


def line_of(numbers: Iterable[int]) -> list[int]:
    """Of all that these alerts replace or are replaced by, what still stands: an update that begins later goes too."""
    line, size = set(numbers), 0
    while len(line) > size:
        size = len(line)
        linked = Replacement.objects.filter(Q(alert__in=line) | Q(old__in=line)).values_list("alert", "old")
        line.update(number for pair in linked for number in pair)
    return sorted(Alert.objects.standing().filter(pk__in=line).values_list("pk", flat=True))


def draft_update(alert: Alert, by: AbstractBaseUser) -> Draft:
    """The one that this person is writing already, or a new one."""
    require_right(by, alert.site_id)
    about = {"message": Message.UPDATE, "site_id": alert.site_id, "replaces": line_of([alert.pk]), "by": by}
    return Draft.objects.filter(**about).first() or Draft.objects.create(**alert.content() | about)


@transaction.atomic
def all_clear(alert: Alert, by: AbstractBaseUser, reason: str = "") -> Alert:
    """Takes the alert off everything at once, by a message that refers to it."""
    content = alert.content() | {"message": Message.CANCEL, "response": Response.ALL_CLEAR}
    return issue(Draft(**content, site_id=alert.site_id, replaces=line_of([alert.pk]), by=by), by, reason)


def confirm(alert: Alert, by: AbstractBaseUser) -> None:
    require_right(by, alert.site_id)
    if by == alert.by:
        raise PermissionDenied(_("Somebody else has to look at what you have issued."))
    Check.objects.get_or_create(alert=alert, defaults={"by": by})
