"""Made-up pages in the manner of local news, always the same ones, from word lists of our own."""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SEED = 20261201
WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("search_words.toml").read_text(encoding="utf-8"))
# Where a template says {who}, {time} ...
SLOTS = {
    "place": WORDS["places"],
    "product": WORDS["products"],
    "institution": WORDS["institutions"],
    "task": WORDS["tasks"],
    "county": WORDS["counties"],
    "noun": WORDS["nouns"],
    "verb": WORDS["verbs"],
    "adjective": WORDS["adjectives"],
    "who": WORDS["nouns"][:12],
    "time": WORDS["days"],
}
TOPICS = ("place", "product", "institution", "task", "county")
LOCAL_THINGS = ("美食", "住宿", "特产", "夜景", "一日游")


@dataclass(frozen=True)
class Text:
    title: str
    summary: str
    search_words: str
    paragraphs: list[str]


def texts(count: int) -> Iterator[Text]:
    dice = random.Random(SEED)
    for number in range(count):
        topic = _topic(dice)
        paragraphs = [
            "".join(_filled(dice, dice.choice(WORDS["sentences"]), topic) for _ in range(dice.randint(4, 6)))
            for _ in range(dice.randint(4, 7))
        ]
        _scatter(dice, paragraphs, number)
        yield Text(
            title=_filled(dice, dice.choice(WORDS["titles"]), topic) + (f"（{number}）" if dice.random() < 0.3 else ""),
            summary=_filled(dice, dice.choice(WORDS["sentences"]), topic),
            search_words=" ".join(dice.sample(WORDS["tasks"], 2)) if dice.random() < 0.05 else "",
            paragraphs=paragraphs,
        )


def _topic(dice: random.Random) -> dict[str, str]:
    """A page comes back to its own place, product, institution and task."""
    return {name: _skewed(dice, SLOTS[name]) for name in TOPICS}


def _skewed(dice: random.Random, words: Sequence[str]) -> str:
    """The first words of a list are common, the last ones rare."""
    return words[min(int(dice.expovariate(4 / len(words))), len(words) - 1)]


def _filled(dice: random.Random, template: str, topic: dict[str, str]) -> str:
    filled = template
    while "{" in filled:
        name = filled[filled.index("{") + 1 : filled.index("}")]
        if name == "number":
            word = str(dice.randint(2, 99))
        elif name == "phone":
            word = str(dice.randint(8_000_000, 8_999_999))
        else:
            word = topic[name] if name in topic and dice.random() < 0.6 else _skewed(dice, SLOTS[name])
        filled = filled.replace(f"{{{name}}}", word, 1)
    return filled


def _scatter(dice: random.Random, paragraphs: list[str], number: int) -> None:
    """What only some pages have: mixed writing, English, customs, words that seem to be there, and those that are."""
    if number % 4 == 0:
        mixed = WORDS["mixed"]
        paragraphs.append(f"这里已有{_skewed(dice, mixed)}，还有{_skewed(dice, mixed)}。")
    if number % 25 == 0:
        english = WORDS["english"]
        paragraphs.append(f"{dice.choice(english)}: open daily. See the {dice.choice(english)} near the old town.")
    if number % 7 == 0:
        paragraphs[-1] += f"当地还有{dice.choice(WORDS['rare'])}。"
    if number % 2 == 0:
        paragraphs[0] += dice.choice(WORDS["tears"])
    if number % 250 == 0:
        paragraphs[1] += WORDS["true_forms"][number // 250 % len(WORDS["true_forms"])]
    if number % 40 == 0:
        county = WORDS["counties"][number // 40 % 8][:2]
        paragraphs[0] += f"{county}{dice.choice(LOCAL_THINGS)}推荐。"
    if number % 500 == 0:
        paragraphs[2] += "民族团结进步，大学在行动。"
