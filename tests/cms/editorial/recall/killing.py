"""Recalls a page with its mirror, or brings one back, in a process that is killed, and looks at what is left.

    DATABASE_URL=... python -m tests.cms.editorial.recall.killing <times>

The first process sets everything up once; those that are killed are its forks, each within one recall or one last
approval. Jobs wait in the database's table, as they do in the product.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import django
from django.conf import settings

JOBS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def main(times: int) -> None:
    settings.TASKS = JOBS
    django.setup()
    from tests.factories.review import make_desk

    desk = make_desk()
    took: dict[Callable, float] = {}
    for _number in range(times):
        for prepare, work, look in ((build, recall, look_at_recall), (build_recalled, restore, look_at_restoration)):
            case = prepare(desk)
            took[work] = kill_within(lambda work=work, case=case: work(desk, case), took.get(work))
            look(case)


def kill_within(work: Callable[[], None], took: float | None) -> float:
    """Kills it at any time from before its first statement to after its last, however slow the machine is.

    How long it takes: the first time it may end by itself.
    """
    from django.db import connections

    from tests.cms.publications.killing import wait_for_the_dead

    connections.close_all()
    ready, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(report, b".")
        work()
        os._exit(0)
    os.close(report)
    assert os.read(ready, 1), "It ended before it began."
    begun = time.monotonic()
    if took is not None:
        time.sleep(random.uniform(0, took * 1.2))
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    os.close(ready)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    wait_for_the_dead()
    return took or time.monotonic() - begun


class Case(NamedTuple):
    page: "django.db.models.Model"
    mirror: "django.db.models.Model"
    image: "django.db.models.Model"


def build(desk) -> Case:
    from cms.core.release import shipped
    from tests.factories.media import ImageFactory
    from tests.factories.pages import NewsIndexPageFactory

    with shipped():
        image = ImageFactory(file__width=8, file__height=6)
        page = desk.live(lead_image=image)
        mirror = page.create_alias(parent=NewsIndexPageFactory(parent=desk.family.prefecture.root_page))
    return Case(page, mirror, image)


def build_recalled(desk) -> Case:
    """With one approval of the two that bring it back."""
    case = build(desk)
    recall(desk, case)
    desk.submit(case.page)
    desk.decide(case.page, desk.reviewer)
    return case


def recall(desk, case: Case) -> None:
    from cms.editorial.recall.recalling import recall_page

    recall_page(case.page, desk.reviewer, reason="error", explanation="写错了")


def restore(desk, case: Case) -> None:
    desk.decide(case.page, desk.checker)


def look_at_recall(case: Case) -> None:
    from wagtail.models import Page

    from cms.editorial.recall.models import RecalledPage

    numbers = [case.page.pk, case.mirror.pk]
    rows = RecalledPage.objects.filter(page_id__in=numbers)
    one_word(
        {
            "offline": not Page.objects.live().filter(pk__in=numbers).exists(),
            "one of two": Page.objects.live().filter(pk__in=numbers).count() < len(numbers),
            "written down": rows.count() == len(numbers),
            "asked for": has_job("ask_channels", getattr(rows.first(), "recall_id", None)),
            "withheld": is_withheld(case),
            "in the log": {last_word(number) for number in numbers} == {"withdraw"},
            "without clearance": not any(is_cleared(page) for page in (case.page, case.mirror)),
        }
    )


def look_at_restoration(case: Case) -> None:
    from wagtail.models import Page, WorkflowState

    from cms.editorial.recall.models import RecalledPage, WithheldFile

    page = Page.objects.get(pk=case.page.pk)
    files = WithheldFile.objects.filter(label="media.Image", file_id=case.image.pk)
    one_word(
        {
            "offline": not page.live,
            "mirror offline": not Page.objects.get(pk=case.mirror.pk).live,
            "not back": not RecalledPage.objects.get(page_id=page.pk).is_back,
            "withheld": is_withheld(case),
            "kept back": files.get().released_at is None,
            "not to be moved": not has_job("settle_files", "media.Image", [case.image.pk]),
            "in the log": last_word(page.pk) == "withdraw",
            "without clearance": not is_cleared(page),
            "under review": WorkflowState.objects.active().filter(object_id=str(page.pk)).exists(),
        }
    )


def one_word(states: dict[str, bool]) -> None:
    """All of it or nothing, and the log says the same."""
    from tests.cms.publications.world import assert_log_agrees

    assert len(set(states.values())) == 1, states
    assert_log_agrees()
    print("recalled" if states["offline"] else "live", flush=True)


def is_withheld(case: Case) -> bool:
    return type(case.image).objects.get(pk=case.image.pk).is_withheld


def is_cleared(page) -> bool:
    from cms.editorial.gate.models import Clearance

    return Clearance.objects.of(page).open().exists()


def last_word(number: int) -> str:
    from cms.publications.models import LogRow

    return LogRow.objects.filter(page_id=number).order_by("pk").last().operation


def has_job(name: str, *args: object) -> bool:
    from django_tasks_db.models import DBTaskResult

    jobs = DBTaskResult.objects.filter(task_path=f"cms.editorial.recall.tasks.{name}")
    return any(job.args_kwargs["args"][: len(args)] == list(args) for job in jobs)


if __name__ == "__main__":
    main(int(sys.argv[1]))
