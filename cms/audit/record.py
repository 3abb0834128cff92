"""Writing entries, in the transaction under way."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Model

from cms.audit import chain, origin, subjects
from cms.audit.models import Action, AuditEntry

LONGEST_VALUE = 200


@dataclass
class Quiet:
    """What one command has done. It may add to `details`, and say whose site it worked on."""

    site_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


_quiet: ContextVar[Quiet | None] = ContextVar("audit_quiet", default=None)


@contextmanager
def quiet(name: str) -> Iterator[Quiet]:
    """Changes of objects inside become ONE entry with their numbers: for commands that make thousands.

    Without changes there is none. An exception leaves one too, unless it takes the whole transaction back: what ran
    before it may have been kept.
    """
    done = Quiet()
    token = _quiet.set(done)
    try:
        yield done
    except BaseException as error:
        done.details["failed"] = type(error).__name__
        raise
    finally:
        _quiet.reset(token)
        if (done.counts or done.details) and not connection.needs_rollback:
            details = {**done.details, "objects": dict(sorted(done.counts.items()))}
            record(Action.RAN, title=name, site_id=done.site_id, details=details)


def record_change(action: Action, row: Model, details: dict[str, Any] | None = None) -> None:
    """Something happened to an object. The same thing twice in a request is one entry, unless the details differ."""
    if done := _quiet.get():
        done.counts[f"{subjects.kind_of(row)} {action}"] += 1
        return
    here = origin.current()
    subject = subjects.subject_of(row)
    if subject is None and action == Action.DELETED:
        # The whole has been deleted, and recorded, with all its parts.
        return
    if subject is not None and subject is not row:
        # Without the part's values: an upload of hundreds of sentences is one change.
        action, details = Action.CHANGED, None
    subject = subject or row
    key = (action, subjects.root_kind_of(subject), str(subject.pk))
    if key in here.recorded and _stands(here.recorded[key], key, details):
        return
    here.recorded[key] = record(action, subject, details=details).pk


def has_recorded(actions: Iterable[Action], model: type[Model], object_id: object) -> bool:
    """Whether this request has an entry for one of these already, whatever the details. Outside requests and inside
    `quiet` the answer is yes: there the signals of rows are the only source."""
    here = origin.current()
    if _quiet.get() or here.request is None:
        return True
    keys = [(action, subjects.root_kind_of(model), str(object_id)) for action in actions]
    return any(key in here.recorded and _stands(here.recorded[key], key, None) for key in keys)


def _stands(entry_id: int, key: tuple[str, str, str], details: dict[str, Any] | None) -> bool:
    """Looked up and not just remembered: the entry may have been rolled back and its number given to another."""
    action, _kind, object_id = key
    entry = AuditEntry.objects.filter(pk=entry_id, action=action, object_id=object_id).first()
    return entry is not None and (not details or entry.details == clean(details))


def record(
    action: Action,
    subject: Model | None = None,
    *,
    title: str = "",
    actor: AbstractBaseUser | None = None,
    site_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """`actor` only where it is not the one at work, such as at a sign-in.

    Without `site_id` the entry belongs to the subject's site, or else to the actor's.
    """
    here = origin.current()
    actor = actor or here.actor
    if site_id is None:
        site_id = subjects.site_id_of(subject) if subject is not None else None
    if site_id is None and actor is not None:
        site_id = _home_site(here, actor)
    entry = AuditEntry(
        action=action,
        actor_id=actor.pk if actor else None,
        actor_name=_text(name_of(actor), 255) if actor else "",
        address=here.address[:45],
        agent=_text(here.agent, 200),
        origin=_text(str(here), 500),
        object_type=subjects.kind_of(subject) if subject is not None else "",
        object_id=_text(str(subject.pk), 255) if subject is not None else "",
        title=_text(title or (str(subject) if subject is not None else ""), 255),
        site_id=site_id,
        site_host=_text(subjects.host_of(site_id), 255),
        details=clean(details or {}),
    )
    entry.save(force_insert=True)
    _seal_on_commit()
    return entry


def _home_site(here: origin.Origin, actor: AbstractBaseUser) -> int | None:
    if actor.pk not in here.home_sites:
        here.home_sites[actor.pk] = subjects.site_id_of(actor)
    return here.home_sites[actor.pk]


def _seal_on_commit() -> None:
    """Once for a transaction. What is registered is looked at each time, so a rolled-back savepoint takes none away."""
    if not any(function is chain.seal for _savepoints, function, _robust in connection.run_on_commit):
        transaction.on_commit(chain.seal, robust=True)


def name_of(person: AbstractBaseUser) -> str:
    name, login = getattr(person, "display_name", ""), person.get_username()
    return f"{name} ({login})" if name and name != login else login


def clean(value: Any) -> Any:
    """Plain JSON without long texts, so that what is hashed is what every database gives back."""
    if isinstance(value, dict):
        return {_text(str(key), LONGEST_VALUE): clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [clean(each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    return _text(str(value), LONGEST_VALUE)


def _text(text: str, longest: int) -> str:
    """PostgreSQL stores neither NUL nor half a surrogate pair; both may arrive in a name that a stranger typed."""
    text = text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text if len(text) <= longest else text[: longest - 1] + "…"
