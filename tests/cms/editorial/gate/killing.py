"""Reviews and publishes in a process of its own until it is killed, again and again, and looks at what is left.

DATABASE_URL=... python -m tests.cms.editorial.gate.killing <times>
"""

import os
import random
import signal
import sys
import time

import django

PAGES = 3


def main(times: int) -> None:
    django.setup()
    from django.db import connections

    from tests.factories.review import make_desk

    desk = make_desk()
    pages = [desk.draft().pk for _number in range(PAGES)]
    for number in range(times):
        connections.close_all()
        reports, report = os.pipe()
        child = os.fork()
        if child == 0:
            work_for_ever(desk, pages, number, report)
        os.close(report)
        # Somewhere in the middle of a change, however slow the machine is.
        for _change in range(random.randint(2, 6)):
            assert os.read(reports, 1), "It ended by itself."
        time.sleep(random.uniform(0, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reports)
        look()


def work_for_ever(desk, pages: list[int], seed: int, report: int) -> None:
    from wagtail.models import Page

    luck = random.Random(seed)
    while True:
        page = Page.objects.get(pk=luck.choice(pages)).specific
        state = page.current_workflow_task_state
        if state is not None:
            # Whoever sits at the stage at which the last process was killed.
            name = "reviewer" if state.task.specific.kind == "site" else "checker"
            desk.decide(page, getattr(desk, name))
        elif page.live and luck.random() < 0.3:
            page.unpublish()
        else:
            desk.submit(desk.change(page, title=f"第 {luck.randint(1, 10**6)} 版"))
        os.write(report, b".")


def look() -> None:
    from wagtail.models import Page

    from cms.editorial.gate.models import Approval, Clearance
    from tests.cms.editorial.gate.past_the_gate import past_the_gate
    from tests.cms.publications.killing import wait_for_the_dead
    from tests.cms.publications.world import assert_log_agrees

    wait_for_the_dead()
    identities = ("translation_key", "locale")
    live = Page.objects.filter(live=True, depth__gt=1).values_list(*identities)
    cleared = Clearance.objects.filter(ended_at=None).values_list(*identities)
    assert sorted(map(str, live)) == sorted(map(str, cleared))
    assert past_the_gate() == []
    assert_log_agrees()
    print(f"{Approval.objects.count()} approvals", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
