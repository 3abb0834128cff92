"""What pytest-xdist gives to which worker (`-n 2 --dist loadgroup`).

The running platform and the nine sites take minutes to make, so all tests that use one of them stay on one worker. Of
the others a worker gets a whole file at a time, for the sake of what the file makes once. xdist's own groups are marks
written into the names of tests, which pytest 9.2 no longer lets it change: with xdist 3.8 they have no effect.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

PLATFORM, NINE_SITES = "tests/e2e/", "tests/sites/"
# What takes longest begins first, else one worker would end alone with it.
LONGEST = (PLATFORM, NINE_SITES, "tests/test_")


class GroupScheduling(LoadScopeScheduling):
    """Also keeps to the order in which the workers have collected the tests."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((group for group in (PLATFORM, NINE_SITES) if file.startswith(group)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling | None:
    return GroupScheduling(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    return next((rank for rank, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))
