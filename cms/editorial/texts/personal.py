"""Numbers that belong to a person: identity card, mobile phone, bank card; telephone lines as a mere note."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.editorial.texts.kinds import Severity

# First two digits of division codes (GB/T 2260), and of the permits for people from Hong Kong, Macao and Taiwan.
PROVINCES = {
    *["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44"],
    *["45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91"],
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10x98765432"
EARLIEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True)
class Rule:
    name: str
    severity: Severity
    pattern: re.Pattern
    is_one: Callable[[str], bool]
    advice: str | Promise


def is_identity_number(number: str) -> bool:
    """GB 11643: eighteen places with a plausible region and birthday and the right check digit; x in small."""
    if number[:2] not in PROVINCES or not _is_birthday(number[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number[:17], strict=True))
    return CHECK_DIGITS[total % 11] == number[17]


def _is_birthday(digits: str) -> bool:
    try:
        birthday = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return EARLIEST_BIRTH <= birthday <= timezone.localdate()


def is_card_number(number: str) -> bool:
    """Of UnionPay, Visa or Mastercard, with the check digit of Luhn."""
    known = number.startswith("62") or (len(number) == 16 and (number[0] == "4" or "51" <= number[:2] <= "55"))
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return known and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _anything(number: str) -> bool:
    return True


# Applied to normalised text. Not inside longer numbers, words and addresses; a mobile number is no sum of money.
RULES = (
    Rule(
        "identity_card",
        Severity.REFUSE,
        re.compile(r"(?<![0-9a-z])[1-9](?:[ -]?[0-9]){16}[ -]?[0-9x](?![0-9a-z])"),
        is_identity_number,
        _("Take it out: identity card numbers are never published."),
    ),
    Rule(
        "bank_card",
        Severity.REFUSE,
        re.compile(r"(?<![0-9a-z])[456](?:[ -]?[0-9]){15,18}(?![0-9a-z])"),
        is_card_number,
        _("Take it out: bank card numbers are never published."),
    ),
    Rule(
        "mobile",
        Severity.REFUSE,
        re.compile(
            r"(?<![0-9a-z_/=])(?<![0-9]-)(?:(?:\+|00)?86[ -]?)?(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4})"
            r"(?![0-9a-z_/]|-[0-9]|\s?[元万亿人吨米千平公])"
        ),
        _anything,
        _("Name an office's telephone instead. The prefecture can let single numbers of services pass."),
    ),
    Rule(
        "landline",
        Severity.NOTE,
        re.compile(r"(?<![0-9a-z_/=-])\(?(0[1-9][0-9]{1,2}\)?[ -]?[2-9][0-9]{6,7})(?![0-9a-z_/]|-[0-9]{3})"),
        _anything,
        _("Make sure that it is an office's number and not a private person's."),
    ),
)


def personal_numbers(text: str, published: frozenset[str]) -> Iterator[tuple[int, int, Rule]]:
    """Where they stand in a normalised text, apart from numbers that may be published; of overlaps the first rule."""
    taken: list[tuple[int, int]] = []
    for rule in RULES:
        for found in rule.pattern.finditer(text):
            number = re.sub(r"[^0-9x]", "", found[found.lastindex or 0])
            if number in published or not rule.is_one(number):
                continue
            start, end = found.span()
            if not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                yield start, end, rule
