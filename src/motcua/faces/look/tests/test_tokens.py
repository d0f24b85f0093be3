"""The colours of the house, read from the file that the styles are made of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from motcua.faces.look.build import FRONT

TOKENS = dict(
    re.findall(r"^\$([\w-]+): (#[0-9A-F]{6});$", (FRONT / "styles/_tokens.scss").read_text(), re.MULTILINE)
)
GROUNDS = ("ground", "ground-deep", "sheet")
# Every text and every ground on which it stands.
TEXTS = {
    "ink": (
        *GROUNDS,
        "brand-tint",
        "gold",
        "gold-deep",
        "focus",
        "empty",
        "late-tint",
        "soon-tint",
        "done-tint",
    ),
    "ink-soft": (*GROUNDS, "brand-tint"),
    "brand": (*GROUNDS, "brand-tint"),
    "brand-deep": GROUNDS,
    "late": (*GROUNDS, "late-tint", "brand-tint"),
    "late-deep": ("late-tint",),
    "soon": (*GROUNDS, "soon-tint", "brand-tint"),
    "done": (*GROUNDS, "done-tint", "brand-tint"),
    "stopped-deep": (*GROUNDS, "stopped-tint"),
    "sheet": ("brand", "brand-deep", "brand-field", "late", "late-deep", "done", "banner"),
    "banner-ink": ("banner",),
}
# A bar's parts and the edges of fields must be told from what lies beside them.
SHAPES = (
    ("brand", "empty"),
    ("late", "empty"),
    ("stopped", "stopped-tint"),
    ("ink-soft", "sheet"),
    ("ink", "focus"),
)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two tokens."""
    bright, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"), [(text, ground) for text, all_ in TEXTS.items() for ground in all_]
)
def test_text_is_read_on_every_ground_that_it_stands_on(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("shape", "beside"), SHAPES)
def test_shapes_are_told_from_what_lies_beside_them(shape: str, beside: str) -> None:
    assert contrast(shape, beside) >= 3


def test_the_contrast_is_that_of_the_standard() -> None:
    assert luminance("#FFFFFF") == pytest.approx(1)
    assert luminance("#777777") == pytest.approx(0.1845, abs=1e-3)


def test_every_colour_is_a_property_that_pages_may_use() -> None:
    written = (FRONT / "styles/_tokens.scss").read_text()
    assert [name for name in TOKENS if f"--{name}: #{{${name}}};" not in written] == []


def test_no_style_names_a_colour_of_its_own_for_what_has_a_token() -> None:
    values = {value.lower(): name for name, value in TOKENS.items() if value != "#FFFFFF"}
    found = [
        (path.name, colour)
        for path in sorted((FRONT / "styles/house").glob("*.scss"))
        for colour in re.findall(r"#[0-9a-fA-F]{6}\b", Path(path).read_text())
        if colour.lower() in values
    ]
    assert found == []
