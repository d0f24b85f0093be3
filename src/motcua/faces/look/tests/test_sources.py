"""What the templates of all faces must not contain, and what nothing uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from motcua.faces.look.build import FRONT

LOOK = FRONT.parent
FACES = LOOK.parent
TEMPLATES = sorted(FACES.glob("*/templates/**/*.html"))
# What the policy of the site (middleware.POLICY) would block, or what would slip past escaping.
FORBIDDEN = {
    "a style attribute": r"\sstyle=",
    "a style element": r"<style",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an inline handler": r"\son[a-z]+=",
    "a script address": r"javascript:",
    "another site's file": r"(?:src|href)=[\"']https?://[^\"']*\.(?:js|css|woff2?|png|svg)",
    "htmx that evaluates": r"hx-(?:on|vals=['\"]js:|headers=['\"]js:)",
}


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN.items())
def test_no_template_has(what: str, pattern: str) -> None:
    assert [
        str(path.relative_to(FACES)) for path in TEMPLATES if re.search(pattern, path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(
    ("what", "example"),
    [
        ("a style attribute", '<p style="color:red">'),
        ("an inline script", "<script>alert()</script>"),
        ("an inline handler", '<a onclick="x()">'),
        ("htmx that evaluates", "<p hx-vals='js:{a: 1}'>"),
    ],
)
def test_the_patterns_find_what_they_name(what: str, example: str) -> None:
    assert re.search(FORBIDDEN[what], example)


def test_every_template_of_the_look_is_used() -> None:
    own = [
        path.relative_to(LOOK / "templates").as_posix() for path in (LOOK / "templates/look").rglob("*.html")
    ]
    sources = [*FACES.rglob("*.py"), *TEMPLATES, *(LOOK / "tests/pages").glob("*.html")]
    text = "".join(path.read_text("utf-8") for path in sources if path.name != Path(__file__).name)
    assert [name for name in own if name not in text] == []


def test_the_scripts_use_no_evaluation() -> None:
    text = "".join(path.read_text("utf-8") for path in (LOOK / "front/js").glob("*.js"))
    assert re.findall(r"\beval\(|new Function|innerHTML|document\.write|insertAdjacentHTML", text) == []
