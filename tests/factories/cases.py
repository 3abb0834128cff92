"""Matters that are handled on two tracks."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from wagtail.models import Site

from cms.editorial.cases.handling import open_case
from cms.editorial.cases.models import Case, Track


def make_case(site: Site, person: AbstractBaseUser, opened_at: datetime | None = None, **values) -> Case:
    case = Case(
        site=site,
        **{
            "title": "景区步道积水",
            "description": "雨后步道积水，有游客发帖。",
            "opened_at": opened_at or timezone.now(),
            **values,
        },
    )
    open_case(case, person)
    return case


def make_overdue_case(site: Site, person: AbstractBaseUser, **values) -> Case:
    """Opened so long ago that both deadlines have passed by many working days."""
    return make_case(site, person, timezone.now() - timedelta(days=60), **values)


def finish(track: Track) -> None:
    track.department, track.person_name, track.result = "文旅局", "值班员", "已排水"
    track.status = Track.Status.DONE
    track.save()
