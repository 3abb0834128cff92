"""Recalls a page and its mirror in a process of its own until it is killed, again and again, and looks at what is left.

    DATABASE_URL=... python -m tests.cms.editorial.recall.killing <times>

The first process sets everything up once; those that are killed are its forks, each within one recall.
"""

import os
import random
import signal
import sys
import time

import django


def main(times: int) -> None:
    django.setup()
    from django.db import connections

    took = 0.5
    for _number in range(times):
        page, mirror, image, user = build()
        connections.close_all()
        ready, report = os.pipe()
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            recall(page, user, report)
            os._exit(0)
        os.close(report)
        assert os.read(ready, 1), "It ended before it began."
        # From before the first statement to after the last, however slow the machine is.
        time.sleep(random.uniform(0, took * 1.2))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            took = time.monotonic() - begun
        os.close(ready)
        look(page, mirror, image)


def build() -> tuple:
    from cms.core.release import shipped
    from cms.users.models import User
    from tests.factories.media import ImageFactory
    from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
    from tests.factories.sites import make_family

    user, _is_new = User.objects.get_or_create(username="root", defaults={"is_superuser": True})
    with shipped():
        from wagtail.models import Page

        for old in Page.objects.filter(depth=2, slug="family"):
            old.delete()
        family = make_family()
        image = ImageFactory(file__width=8, file__height=6)
        page = NewsPageFactory(parent=NewsIndexPageFactory(parent=family.lichuan.root_page), lead_image=image)
        mirror = page.create_alias(parent=NewsIndexPageFactory(parent=family.prefecture.root_page))
    return page, mirror, image, user


def recall(page, user, report: int) -> None:
    from cms.editorial.recall.recalling import recall_page

    os.write(report, b".")
    recall_page(page, user, reason="error", explanation="写错了")


def look(page, mirror, image) -> None:
    """All of it or nothing."""
    from wagtail.models import Page

    from cms.editorial.gate.models import Clearance
    from cms.editorial.recall.models import RecalledPage
    from cms.media.models import Image
    from cms.publications.models import LogRow
    from tests.cms.publications.killing import wait_for_the_dead

    wait_for_the_dead()
    numbers = [page.pk, mirror.pk]
    last = {row.page_id: row.operation for row in LogRow.objects.filter(page_id__in=numbers).order_by("pk")}
    states = {
        "offline": not Page.objects.live().filter(pk__in=numbers).exists(),
        "one of two": Page.objects.live().filter(pk__in=numbers).count() < len(numbers),
        "written down": RecalledPage.objects.filter(page_id__in=numbers).count() == len(numbers),
        "withheld": Image.objects.get(pk=image.pk).is_withheld,
        "in the log": set(last.values()) == {"withdraw"},
        "without clearance": not any(Clearance.objects.of(one).open().exists() for one in (page, mirror)),
    }
    assert len(set(states.values())) == 1, states
    print("recalled" if states["offline"] else "as it was", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
