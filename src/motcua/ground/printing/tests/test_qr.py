"""QR codes as drawings."""

from __future__ import annotations

from html.parser import HTMLParser

from motcua.ground.printing import qr


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(drawing: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(drawing)
    return parser.found


def test_it_is_a_drawing_with_a_name_and_nothing_active() -> None:
    found = elements(qr.svg("http://a.example/track/x/#ABC", label="Mã <QR>"))
    assert [tag for tag, _attrs in found] == ["svg", "title", "path"]
    assert not [name for _tag, attrs in found for name in attrs if name.startswith("on") or name == "style"]


def test_its_label_is_escaped() -> None:
    assert "<title>Mã &lt;QR&gt;</title>" in qr.svg("a", label="Mã <QR>")


def test_it_keeps_a_quiet_border_of_four_modules() -> None:
    _tag, attributes = elements(qr.svg("a", label="x"))[0]
    assert attributes["viewbox"] == "0 0 29 29"  # version 1 has 21 modules
