"""Works on pages in a process of its own until it is killed, again and again, and looks at what is left.

    DATABASE_URL=... python -m tests.cms.publications.killing <times>

The first process sets everything up once; those that are killed are its forks.
"""

import os
import random
import signal
import sys
import time

import django

OTHERS = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
SLUGS = [f"page-{number}" for number in range(4)]


def main(times: int) -> None:
    django.setup()
    from django.db import connections

    from cms.core.release import shipped

    with shipped():
        build()
        for number in range(times):
            connections.close_all()
            reports, report = os.pipe()
            child = os.fork()
            if child == 0:
                work_for_ever(number, report)
            os.close(report)
            # Somewhere in the middle of a change, however slow the machine is.
            for _change in range(random.randint(2, 6)):
                assert os.read(reports, 1), "It ended by itself."
            time.sleep(random.uniform(0, 0.1))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(reports)
            look()


def build() -> None:
    from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
    from tests.factories.sites import make_family

    column = NewsIndexPageFactory(parent=make_family().lichuan.root_page, slug="news")
    for slug in SLUGS:
        NewsPageFactory(parent=column, slug=slug, live=False)


def work_for_ever(seed: int, report: int) -> None:
    from django.db import transaction

    luck = random.Random(seed)
    while True:
        change = luck.choice([publish, publish, unpublish, delete, restrict, rename])
        if luck.random() < 0.5:
            change(luck)
        else:
            with transaction.atomic():
                change(luck)
                publish(luck)
        os.write(report, b".")


def publish(luck: random.Random) -> None:
    from tests.factories.pages import NewsPageFactory

    slug = luck.choice(SLUGS)
    page = find(slug) or NewsPageFactory(parent=find("news"), slug=slug, live=False)
    page.save_revision().publish()


def unpublish(luck: random.Random) -> None:
    if page := find(luck.choice(SLUGS)):
        page.unpublish()


def delete(luck: random.Random) -> None:
    if page := find(luck.choice(SLUGS)):
        page.delete()


def restrict(luck: random.Random) -> None:
    from wagtail.models import PageViewRestriction

    if not PageViewRestriction.objects.all().delete()[0]:
        PageViewRestriction.objects.create(page=find("news"), restriction_type="login")


def rename(luck: random.Random) -> None:
    """Moves all that lies below."""
    from wagtail.models import Page

    home = Page.objects.get(url_path__startswith="/family/lichuan", depth=3).specific
    home.slug = "lichuan" if home.slug != "lichuan" else "lichuan-2"
    home.save()


def find(slug: str) -> "django.db.models.Model | None":
    from wagtail.models import Page

    page = Page.objects.filter(slug=slug).first()
    return page.specific if page else None


def look() -> None:
    from cms.publications.models import LogRow
    from tests.cms.publications.world import assert_log_agrees

    wait_for_the_dead()
    assert_log_agrees()
    cursors = list(LogRow.objects.order_by("cursor").values_list("cursor", flat=True))
    assert cursors == list(range(1, len(cursors) + 1))
    print(f"{len(cursors)} rows", flush=True)


def wait_for_the_dead() -> None:
    """PostgreSQL notices a little later that nobody is there any more."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            while cursor.execute(OTHERS).fetchone()[0]:
                time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]))
