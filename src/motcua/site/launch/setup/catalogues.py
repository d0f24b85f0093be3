"""The sentences of the source, and which of them the English catalogues lack; each app has its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from motcua.site.launch import places

PACKAGE = places.SOURCE / "motcua"
LANGUAGE = "en"
KEYWORDS = dict.fromkeys(
    f"{prefix}gettext{suffix}" for prefix in ("", "n", "p", "np") for suffix in ("", "_lazy")
) | {"_": None}

Message = str | tuple[str, ...]


def update_catalogues(*, write: bool) -> list[tuple[str, str]]:
    """What the source says and no English catalogue translates: (catalogue, message); `write` adds it, empty.

    Nothing is removed: a message may be named by data where no extraction can see it.
    """
    known = {path: _read(path) for path in PACKAGE.glob(f"*/*/locale/{LANGUAGE}/LC_MESSAGES/django.po")}
    translated = {
        (message.context, _first(message.id))
        for catalogue in known.values()
        for message in catalogue
        if message.id and _is_translated(message.string)
    }
    missing: list[tuple[str, str]] = []
    for app in sorted(path for path in PACKAGE.glob("*/*") if (path / "__init__.py").exists()):
        path = app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
        wanted = {(context, _first(message)): message for message, context in messages_of(app)}
        lacking = {key: message for key, message in wanted.items() if key not in translated}
        missing += [(str(path.relative_to(places.SOURCE)), message) for _context, message in lacking]
        if write and lacking:
            catalogue = known.get(path) or Catalog(locale=LANGUAGE, charset="utf-8")
            for (context, _id), message in lacking.items():
                if catalogue.get(message, context) is None:
                    catalogue.add(message, context=context)
            _write(path, catalogue)
    return missing


def messages_of(app: Path) -> Iterator[tuple[Message, str | None]]:
    """Every message in the Python and the templates of an app, with its context; tests are left out."""
    for path in sorted(app.rglob("*.py")):
        if "tests" not in path.relative_to(app).parts:
            yield from _extract(path.read_bytes())
    for path in sorted((app / "templates").rglob("*.html")):
        yield from _extract(templatize(path.read_text(encoding="utf8"), origin=str(path)).encode())


def _extract(source: bytes) -> Iterator[tuple[Message, str | None]]:
    for _line, function, words, _comments in extract_python(io.BytesIO(source), KEYWORDS, [], {}):
        name = str(function)
        given = (words,) if isinstance(words, str) or words is None else words
        if name in ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"):
            context, given = given[0], given[1:]
        else:
            context = None
        count = 2 if name.startswith(("ngettext", "npgettext")) else 1
        texts = tuple(text for text in given[:count] if isinstance(text, str) and text)
        if len(texts) == count:
            yield (texts if count == 2 else texts[0]), context


def _first(message: object) -> str:
    return str(message[0]) if isinstance(message, tuple | list) else str(message)


def _is_translated(string: str | Iterable[str] | None) -> bool:
    return bool(string) and (isinstance(string, str) or all(string or ()))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=False)
