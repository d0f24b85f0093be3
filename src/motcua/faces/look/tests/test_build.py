"""What browsers load is built from locked packages, is light, and bears nobody else's mark."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from motcua.faces.look.build import FONTS, FRONT, PACKAGE_FILES, BuildFailed, build, weigh
from motcua.faces.look.tests import gallery

KILO = 1000


def loaded(built: Path, entry: str) -> tuple[int, int]:
    """What a first visit loads beside the page itself: without fonts, and the fonts."""
    look = built / "static/look"
    plain = weigh(look / f"css/{entry}.css") + weigh(look / "js/look.js") + weigh(look / "mark.svg")
    return plain, sum(weigh(look / "fonts" / name) for name in FONTS)


@pytest.mark.parametrize("name", gallery.NAMES)
def test_a_first_load_stays_in_the_budget(built: Path, tmp_path: Path, name: str) -> None:
    page = gallery.html(name)
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    entry = "office" if "css/office.css" in page else "public"
    plain, fonts = loaded(built, entry)
    weight = weigh(tmp_path / "page.html")
    assert weight + plain <= 70 * KILO
    assert weight + plain + fonts <= 150 * KILO
    assert weight <= 30 * KILO


def test_nothing_is_built_again_when_nothing_changed(built: Path) -> None:
    told: list[str] = []
    build(built, lambda step, _share: told.append(step))
    assert told == ["look"]


def test_a_changed_source_is_built_again(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "npm", tmp_path / "npm", copy_function=os.link, symlinks=True)
    (tmp_path / "look.stamp").write_text("of another source")
    told: list[tuple[str, float]] = []
    build(tmp_path, lambda step, share: told.append((step, share)))
    assert told[0] == ("npm", 0.0)
    assert told[-1] == ("look", 1.0)


def test_a_failing_step_says_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build.mjs").write_text("throw new Error('no such colour')")
    monkeypatch.setattr("motcua.faces.look.build.FRONT", tmp_path)
    monkeypatch.setattr("motcua.faces.look.build.install", lambda workshop: workshop.mkdir(parents=True))
    with pytest.raises(BuildFailed, match="no such colour"):
        build(tmp_path / "out")
    assert not (tmp_path / "out/look.stamp").exists()


def test_every_package_is_pinned_and_locked_by_its_content() -> None:
    package = json.loads((FRONT / "package.json").read_text())
    lock = json.loads((FRONT / "package-lock.json").read_text())
    wanted = {**package["dependencies"], **package["devDependencies"]}
    locked = {name.removeprefix("node_modules/"): entry for name, entry in lock["packages"].items() if name}
    assert {name: locked[name]["version"] for name in wanted} == wanted
    assert [name for name, entry in locked.items() if "integrity" not in entry] == []
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_nobody_elses_crown_font_or_name_is_served(built: Path) -> None:
    served = [path for path in (built / "static").rglob("*") if path.suffix in (".css", ".js", ".svg")]
    text = "".join(path.read_text() for path in served)
    assert [word for word in ("GDS Transport", "crown", "gov.uk", "fonts.googleapis") if word in text] == []


def test_styles_ask_for_nothing_from_elsewhere(built: Path) -> None:
    for entry in ("office", "public"):
        css = (built / f"static/look/css/{entry}.css").read_text()
        assert "@import" not in css
        assert "url(http" not in css
        assert "/assets/" not in css


def test_nothing_of_others_lies_in_the_repository() -> None:
    suffixes = {path.suffix for path in FRONT.rglob("*") if path.is_file() and path.name not in PACKAGE_FILES}
    assert suffixes == {".scss", ".js", ".mjs", ".svg"}
