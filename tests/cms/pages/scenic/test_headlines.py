"""What visitors read about opening, in Chinese."""

from datetime import date, datetime, time

import pytest
from django.utils import translation

from cms.pages.scenic.opening import ExceptionalDays, Opening, Season, Slot

DAILY = Opening((Season((1, 1), (12, 31), (Slot(time(8), time(17), time(16)),)),))
NO_LIMIT = Opening((Season((1, 1), (12, 31), (Slot(time(8, 30), time(17, 30)),)),))
NOT_MONDAYS = Opening((Season((1, 1), (12, 31), (Slot(time(9), time(17), days=frozenset({2, 3, 4, 5, 6, 7})),)),))
TWICE_A_DAY = Opening((Season((1, 1), (12, 31), (Slot(time(9), time(12)), Slot(time(14), time(17)))),))
NIGHTS = Opening((Season((1, 1), (12, 31), (Slot(time(18), time(2)),)),))
UNTIL_MIDNIGHT = Opening((Season((1, 1), (12, 31), (Slot(time(18), time(23, 59)),)),))
ALWAYS = Opening((Season((1, 1), (12, 31), (Slot(time(0), time(23, 59)),)),))
SUMMER = Opening((Season((5, 1), (10, 7), (Slot(time(8), time(17)),)),))
REPAIRS = Opening(DAILY.seasons, (ExceptionalDays(date(2026, 11, 22), date(2026, 11, 23), reason="索道年检"),))
NEVER = Opening((Season((1, 1), (12, 31)),))


@pytest.mark.parametrize(
    ("opening", "moment", "headline", "detail"),
    [
        (DAILY, "2026-11-22 07:00", "今天 8:00 开门", ""),
        (DAILY, "2026-11-22 10:00", "今天 8:00-17:00 开放，16:00 停止入园", ""),
        (DAILY, "2026-11-22 16:00", "已停止入园，17:00 关闭", ""),
        (DAILY, "2026-11-22 17:00", "今天已关闭，明天 8:00 开放", ""),
        (NO_LIMIT, "2026-11-22 10:00", "今天 8:30-17:30 开放", ""),
        (NOT_MONDAYS, "2026-11-23 10:00", "今天不开放，明天 9:00 开放", ""),
        (REPAIRS, "2026-11-22 10:00", "今天不开放，11月24日（周二）8:00 开放", "索道年检"),
        (TWICE_A_DAY, "2026-11-22 10:00", "今天 9:00-12:00 开放", "今天稍后：14:00-17:00"),
        (TWICE_A_DAY, "2026-11-22 13:00", "现在休息，今天 14:00 再次开放", ""),
        (NIGHTS, "2026-11-22 20:00", "今天 18:00-次日2:00 开放", ""),
        (NIGHTS, "2026-11-22 01:00", "正在开放，2:00 关闭", "今天稍后：18:00-次日2:00"),
        (UNTIL_MIDNIGHT, "2026-11-22 20:00", "今天 18:00-24:00 开放", ""),
        (ALWAYS, "2026-11-22 20:00", "今天全天开放", ""),
        (SUMMER, "2026-11-22 10:00", "今天没有公布开放时间", "已公布的下一次开放：2027年5月1日（周六）8:00"),
        (NEVER, "2026-11-22 10:00", "今天不开放", ""),
        (Opening(), "2026-11-22 10:00", "暂未提供开放时间", ""),
    ],
)
def test_headlines(opening: Opening, moment: str, headline: str, detail: str):
    with translation.override("zh-hans"):
        found = opening.state(datetime.fromisoformat(moment))
    assert (found.headline, found.detail) == (headline, detail)


@pytest.mark.parametrize(
    ("opening", "moment", "headline", "detail"),
    [
        (DAILY, "2026-11-22 10:00", "Open today 8:00–17:00, last admission 16:00", ""),
        (DAILY, "2026-11-22 17:00", "Closed for today, opens tomorrow at 8:00", ""),
        (REPAIRS, "2026-11-22 10:00", "Closed today, opens Tue 24 November at 8:00", "索道年检"),
        (TWICE_A_DAY, "2026-11-22 08:00", "Opens today at 9:00", ""),
        (NIGHTS, "2026-11-22 20:00", "Open today 18:00–2:00 the next day", ""),
        (UNTIL_MIDNIGHT, "2026-11-22 20:00", "Open today 18:00–24:00", ""),
        (
            SUMMER,
            "2026-11-22 10:00",
            "No opening hours are published for today",
            "Next published opening: Sat 1 May 2027 at 8:00",
        ),
        (Opening(), "2026-11-22 10:00", "Opening hours are not known yet", ""),
    ],
)
def test_headlines_in_english(opening: Opening, moment: str, headline: str, detail: str):
    with translation.override("en"):
        found = opening.state(datetime.fromisoformat(moment))
    assert (found.headline, found.detail) == (headline, detail)


def test_headlines_in_traditional_characters():
    with translation.override("zh-hant"):
        found = REPAIRS.state(datetime.fromisoformat("2026-11-22 10:00"))
    assert found.headline == "今天不開放，11月24日（週二）8:00 開放"
