"""On what ground content goes live without being reviewed for itself: it came with the product, or follows a page.

Here and not in the gate, because rooms that may not know the gate have to say it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from wagtail.models import Page


class Basis(StrEnum):
    """Why a page may be live; the word that the gate's clearance carries."""

    APPROVED = "approved"
    # A translation that was approved and has, since then, its source's new address.
    READDRESSED = "readdressed"
    URGENT = "urgent"
    SHIPPED = "shipped"
    FOLLOWING = "following"
    # Live when the gate came.
    ADOPTED = "adopted"


@dataclass(frozen=True)
class Ground:
    """`source` is the page that is followed."""

    basis: Basis
    source: Page | None = None


_ground: ContextVar[Ground | None] = ContextVar("release_ground", default=None)


def current() -> Ground | None:
    return _ground.get()


@contextmanager
def shipped() -> Iterator[None]:
    """Pages published inside are content that comes with the product, as `provision_sites` makes it."""
    token = _ground.set(Ground(Basis.SHIPPED))
    try:
        yield
    finally:
        _ground.reset(token)


@contextmanager
def following(source: Page) -> Iterator[None]:
    """Pages published inside are made out of `source` by rule, without an editor: the gate lets them pass with it."""
    token = _ground.set(Ground(Basis.FOLLOWING, source))
    try:
        yield
    finally:
        _ground.reset(token)


# What goes live together with a page though no field of its own holds it, as values that JSON can carry.
Companion = Callable[[Page], list]

_companions: list[Companion] = []


def register_companion(companion: Companion) -> None:
    """A change of what the companion tells counts as a change of the page: it needs approvals of its own."""
    if companion not in _companions:
        _companions.append(companion)


def companions_of(page: Page) -> list:
    return [companion(page) for companion in _companions]
