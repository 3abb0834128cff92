"""Every pair of colours that carries text reaches WCAG AA (4.5:1), in every theme, by day and by night."""

import re
from pathlib import Path

import pytest
from django.conf import settings

# Text colour on ground, by token name.
PAIRS = [
    *[
        (text, ground)
        for text in ("--ink", "--ink-muted", "--accent", "--accent-2")
        for ground in ("--surface", "--surface-raised", "--surface-sunken", "--accent-soft")
    ],
    ("--on-accent", "--accent"),
    ("--on-deep", "--deep"),
    ("--on-deep-muted", "--deep"),
    *[(f"--{state}", f"--{state}-soft") for state in ("info", "good", "warning", "urgent")],
    *[("--on-state", f"--{state}") for state in ("info", "good", "warning", "urgent")],
]
AA = 4.5
DECLARATION = re.compile(r"(--[\w-]+):\s*([^;]+);")


def declarations(css: str) -> dict[str, str]:
    return {name: value.strip() for name, value in DECLARATION.findall(css)}


def tokens(theme: str, mode: str) -> dict[str, str]:
    """What the custom properties of a page of this theme hold, references still unresolved."""
    base = (settings.THEMES_DIR / "base/static/base/tokens.css").read_text(encoding="utf-8")
    day, _, rest = base.partition(':root[data-size="small"]')
    night = rest.split(':root[data-mode="dark"]')[1]
    found = declarations(day)
    if mode == "night":
        found |= declarations(night)
    own = settings.THEMES_DIR / theme / "static" / theme / "tokens.css"
    return found | (declarations(own.read_text(encoding="utf-8")) if theme != "base" else {})


def colour(found: dict[str, str], name: str) -> tuple[float, ...]:
    value = found[name]
    while reference := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = found[reference[1]]
    assert re.fullmatch(r"#[0-9a-f]{6}", value), f"{name} is {value}: write six lower-case digits"
    return tuple(int(value[start : start + 2], 16) / 255 for start in (1, 3, 5))


def luminance(channels: tuple[float, ...]) -> float:
    """Relative luminance of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(found: dict[str, str], text: str, ground: str) -> float:
    dark, light = sorted((luminance(colour(found, text)), luminance(colour(found, ground))))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["day", "night"])
@pytest.mark.parametrize("theme", ["base", *settings.THEMES])
def test_text_can_be_read_on_its_ground(theme: str, mode: str):
    found = tokens(theme, mode)
    weak = {pair: round(ratio, 2) for pair in PAIRS if (ratio := contrast(found, *pair)) < AA}
    assert weak == {}


def test_the_check_would_notice_grey_on_grey():
    assert contrast({"--a": "#777777", "--b": "#888888"}, "--a", "--b") < AA


@pytest.mark.parametrize("path", sorted(Path(settings.THEMES_DIR).rglob("*.css")), ids=lambda path: path.name)
def test_colours_are_written_in_token_files_only(path: Path):
    if path.name == "tokens.css":
        return
    style = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsl\([^)]*\)", style) == []


def test_every_theme_has_what_the_base_expects():
    assert len(settings.THEMES) == 9
    for theme in settings.THEMES:
        folder = settings.THEMES_DIR / theme / "static" / theme
        for name in ("tokens.css", "logo.svg", "favicon.svg", "hero.webp", "hero.jpg", "brand.woff2"):
            assert (folder / name).is_file(), f"{theme} lacks {name}"
        assert (folder / "brand.woff2").stat().st_size <= 20 * 1024
