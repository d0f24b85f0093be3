"""Scanned pages on their way into a dossier: their order, how each is turned, which are left out, whose paper each is.

The whole plan stands in the fields of its form; a draft, a form that was sent and a page that is shown are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing

from motcua.ground.files import store
from motcua.ground.files.pages import Leaf
from motcua.ground.files.rules import PAGES_AT_MOST
from motcua.ground.files.store import Stored

SALT = "motcua.desk.scan"
# The value of a page that goes where the page before it goes, and that of one which belongs to no paper.
AS_BEFORE, NO_PAPER = "", "0"
TURN = 90
# So much of a file's name is shown, its end: two hundred files must fit into one form.
NAME_LENGTH = 50

Fields = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that pages came with: stored, and carried on, signed for the officer who brought it."""

    file: Stored
    pages: int
    signed: str

    @classmethod
    def of(cls, file: Stored, pages: int, account_id: int) -> Source:
        """A file that has just come."""
        shown = replace(file, name=file.name[-NAME_LENGTH:])
        facts = [shown.digest, shown.name, shown.media_type, shown.size, pages]
        return cls(shown, pages, signing.dumps(facts, salt=f"{SALT}.{account_id}", compress=True))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: of which file, which one, turned by how much, to which paper, and whether it is left out."""

    source: int
    number: int
    turn: int = 0
    paper: str = AS_BEFORE
    is_out: bool = False

    @property
    def id(self) -> str:
        """What the page is called in the form, wherever it stands."""
        return f"{self.source}.{self.number}"

    @property
    def field(self) -> str:
        """The page as a field of the form carries it; its paper is a field of its own."""
        return f"{self.source}.{self.number}.{self.turn}.{int(self.is_out)}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The files in the order they came, and the pages in the order they shall have."""

    sources: tuple[Source, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def kept(self) -> tuple[Page, ...]:
        """The pages that go into the dossier."""
        return tuple(page for page in self.pages if not page.is_out)

    def fields(self) -> dict[str, list[str]]:
        """The plan as the form sends it."""
        plain = {"source": [s.signed for s in self.sources], "page": [p.field for p in self.pages]}
        return plain | {f"paper_{page.id}": [page.paper] for page in self.pages if page.paper}

    def leaf(self, page: Page) -> Leaf:
        """Where the page lies."""
        file = self.sources[page.source].file
        return Leaf(file.digest, file.media_type, page.number, page.turn)

    def with_source(self, source: Source) -> Plan:
        """The same with the pages of one more file at the end."""
        at = len(self.sources)
        added = tuple(Page(at, number) for number in range(source.pages))
        return Plan((*self.sources, source), (*self.pages, *added))

    def has_room_for(self, pages: int) -> bool:
        """Whether so many more pages can be put in order at once; those left out are counted too."""
        return len(self.pages) + pages <= PAGES_AT_MOST

    def done(self, act: str, page_id: str) -> Plan:
        """The same after a button of a page was pressed: up, down, turn, out, in."""
        place = next((at for at, page in enumerate(self.pages) if page.id == page_id), None)
        if place is None:
            return self
        if act in ("up", "down"):
            return self._moved(place, -1 if act == "up" else 1)
        page = self.pages[place]
        changed = {
            "turn": replace(page, turn=(page.turn + TURN) % 360),
            "out": replace(page, is_out=True),
            "in": replace(page, is_out=False),
        }.get(act, page)
        return replace(self, pages=(*self.pages[:place], changed, *self.pages[place + 1 :]))

    def _moved(self, place: int, by: int) -> Plan:
        """A page and its neighbour change places, each with the paper that it had."""
        other = place + by
        if not 0 <= other < len(self.pages):
            return self
        papers = self._told_apart()
        pages = [replace(page, paper=papers[page.id]) for page in self.pages]
        pages[place], pages[other] = pages[other], pages[place]
        return replace(self, pages=_said_shortly(pages))

    def _told_apart(self) -> dict[str, str]:
        """The paper of each page, without “as before”; empty for one that has none yet."""
        found, last = dict[str, str](), AS_BEFORE
        for page in self.pages:
            last = page.paper or last
            found[page.id] = last
        return found

    def by_paper(self) -> dict[str, list[Page]]:
        """The kept pages by their paper, papers and pages in order; under the empty one those that have none yet."""
        papers, found = self._told_apart(), dict[str, list[Page]]()
        for page in self.kept:
            found.setdefault(papers[page.id], []).append(page)
        return found

    def claimed(self) -> tuple[Plan, tuple[Source, ...]]:
        """The same without the files that are not stored any more, and those files; the others stay wanted."""
        there = [at for at, source in enumerate(self.sources) if store.claim(source.file.digest)]
        gone = tuple(source for at, source in enumerate(self.sources) if at not in there)
        pages = tuple(
            replace(page, source=there.index(page.source)) for page in self.pages if page.source in there
        )
        return Plan(tuple(self.sources[at] for at in there), pages), gone


def _said_shortly(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The same with “as before” where a page goes where the one before it goes."""
    last, found = AS_BEFORE, list[Page]()
    for page in pages:
        found.append(replace(page, paper=AS_BEFORE if page.paper == last else page.paper))
        last = page.paper or last
    return tuple(found)


def plan_of(fields: Fields, account_id: int) -> Plan:
    """The plan that stands in these fields; what was not signed for this officer is left out."""
    sources = tuple(_sources(fields, account_id))
    pages = dict[str, Page]()
    for text in fields.get("page", ()):
        page = _page(text, sources)
        if page is not None:
            paper = (fields.get(f"paper_{page.id}") or [AS_BEFORE])[-1]
            pages.setdefault(page.id, replace(page, paper=paper if is_number(paper) else AS_BEFORE))
    return Plan(sources, tuple(pages.values()))


def _sources(fields: Fields, account_id: int) -> Iterator[Source]:
    for token in fields.get("source", ())[:PAGES_AT_MOST]:
        try:
            facts: list[Any] = signing.loads(token, salt=f"{SALT}.{account_id}")
        except signing.BadSignature:
            return
        *file, pages = facts
        yield Source(Stored(*file), pages, token)


def _page(text: str, sources: Sequence[Source]) -> Page | None:
    parts = text.split(".")
    if len(parts) != 4 or not all(map(is_number, parts)):
        return None
    source, number, turn, is_out = map(int, parts)
    if source >= len(sources) or number >= sources[source].pages or turn not in range(0, 360, TURN):
        return None
    return Page(source, number, turn, is_out=bool(is_out))


def is_number(text: str) -> bool:
    """Whether it is a number that one of ours may be."""
    return text.isascii() and text.isdigit() and len(text) < 10
