"""Numbers of persons. Those in the tests are made up: region and check digit fit, nobody has them."""

import pytest

from cms.editorial.texts.normal import normal
from cms.editorial.texts.personal import WEIGHTS, is_card_number, is_identity_number, personal_numbers


def with_check_digit(first: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return first + "10X98765432"[total % 11]


IDENTITY = with_check_digit("42280119900101123")


def luhn(first: str) -> str:
    return next(first + str(last) for last in range(10) if is_card_number(first + str(last)))


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        # The example of the standard's own kind: its check digit is X.
        ("11010519491231002x", True),
        ("110105194912310020", False),
        (IDENTITY.lower(), True),
        # Any other digit in any place is noticed.
        (f"{IDENTITY[:5]}{(int(IDENTITY[5]) + 1) % 10}{IDENTITY[6:]}".lower(), False),
        # Right check digit, but no such region, no such day, not born yet, and from before the last century.
        (with_check_digit("99280119900101123").lower(), False),
        (with_check_digit("42280119900230123").lower(), False),
        (with_check_digit("42280129900101123").lower(), False),
        (with_check_digit("42280118900101123").lower(), False),
    ],
)
def test_an_identity_number_has_a_region_a_birthday_and_a_check_digit(number: str, is_one: bool):
    assert is_identity_number(number) is is_one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"身份证号{IDENTITY}。", ["identity_card"]),
        (f"身份证 {IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", ["identity_card"]),
        ("身份证 4228**********1234", []),
        ("统一社会信用代码 11422800MB0X12345A", []),
        ("电话 13812345678", ["mobile"]),
        ("电话138-1234-5678、+86 139 1234 5678", ["mobile", "mobile"]),
        ("电话１３８１２３４５６７８", ["mobile"]),
        ("电话 138****5678", []),
        ("投资 13812345678 元", []),
        ("编号 2013812345678，链接 /p/13812345678.html", []),
        ("网址 https://example.com/?id=13812345678", []),
        ("拨打 12345、110、95598、400-800-8820、12301", []),
        ("备案号 鄂ICP备12345678号，公网安备 42280002000123号", []),
        ("办公室 0718-8221234，(0718) 8221234", ["landline", "landline"]),
        ("时间 2026-07-18 8221234", []),
        (f"卡号 {luhn('622202020011223344')}", ["bank_card"]),
        (f"卡号 {luhn('622202020011223')}".replace("6222", "6222 ", 1), ["bank_card"]),
        ("卡号 6222020200112233441 6222020200112233442", []),
        ("订单 1234567890123456", []),
    ],
)
def test_numbers_of_persons_are_found_in_texts(text: str, found: list[str]):
    assert [rule.name for _start, _end, rule in personal_numbers(normal(text), frozenset())] == found
