"""What the page's editor tells of its review: where it waits, or why and with which words it came back."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, TaskState

from cms.editorial.review.models import ReviewStage
from cms.editorial.review.standing import Standing
from cms.editorial.review.timing import due_at


def tell_of_review(request: HttpRequest, page: Page) -> None:
    """For `before_edit_page`, of the editors of all languages."""
    if request.method != "GET":
        return
    standing = Standing(page, request.user)
    button = messages.button(reverse("review_page", args=[page.pk]), _("Open the review"))
    if standing.task_state is not None:
        messages.info(request, _waits(standing.task_state), buttons=[button])
    elif standing.returned is not None:
        messages.warning(request, _came_back(standing.returned), buttons=[button])


def _waits(task_state: TaskState) -> str:
    said = _("This page is in review and cannot be changed meanwhile. It waits at “%(stage)s”.") % {
        "stage": task_state.task.name
    }
    if isinstance(task_state.task.specific, ReviewStage):
        said += " " + _("Due %(time)s.") % {"time": _time(due_at(task_state))}
    return said


def _came_back(task_state: TaskState) -> str:
    words = {"stage": task_state.task.name, "time": _time(task_state.finished_at)}
    if task_state.finished_by is None:
        said = _("Returned from “%(stage)s” (%(time)s).") % words
    else:
        words["person"] = task_state.finished_by.display_name
        said = _("Returned from “%(stage)s” (%(person)s, %(time)s).") % words
    return f"{said} {task_state.comment}"


def _time(moment: datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def decide_on_the_screen(request: HttpRequest, page_id: int, **kwargs: object) -> HttpResponse:
    """Stands in for Wagtail's view that decides without having shown anything."""
    return redirect("review_page", page_id)
