"""The sheets together: what each procedure would say, and every trap on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from motcua.catalogue.procedures.rules import Content, LimitRow
from motcua.catalogue.procedures.rules.content import LABELS, Part, missing_parts
from motcua.catalogue.procedures.states import ItemKind
from motcua.catalogue.processes.rules.workbook import cells
from motcua.catalogue.processes.rules.workbook.findings import Finding, Findings, Trap
from motcua.catalogue.processes.rules.workbook.rows import fees, limits, papers, steps, steps_add_up
from motcua.catalogue.processes.rules.workbook.sheets import EXAMPLE
from motcua.ground.kernel.vietnamese import fold
from motcua.ground.sheets.books import BookRow, Page

KINDS: Mapping[str, ItemKind] = {
    "ban hanh moi": ItemKind.NEW,
    "moi": ItemKind.NEW,
    "sua doi bo sung": ItemKind.AMENDED,
    "sua doi": ItemKind.AMENDED,
    "thay the": ItemKind.REPLACED,
    "bai bo": ItemKind.REPEALED,
}
LEVELS: Mapping[str, str] = {
    "cap tinh": "province",
    "cap huyen": "district",
    "cap xa": "commune",
    "tinh": "province",
    "huyen": "district",
    "xa": "commune",
}
ONLINE: Mapping[str, str] = {str(level): str(level) for level in range(1, 5)}


@dataclass(frozen=True, slots=True)
class Brought:
    """A procedure as the workbook brings it; `kind` none where the catalogue says whether it is new."""

    code: str
    kind: ItemKind | None
    field: str
    level: str
    content: Content
    row: BookRow


@dataclass(frozen=True, slots=True)
class Reading:
    """What the workbook says: the procedures whose code is known, and every trap in it."""

    procedures: tuple[Brought, ...]
    findings: tuple[Finding, ...]


class _Parts:
    """The rows of the sheets beside the first, by the code of their procedure."""

    def __init__(
        self, pages: Mapping[str, Page], codes: Mapping[str, ItemKind | None], found: Findings
    ) -> None:
        self._rows = {
            key: _by_code(page.rows, codes, found) for key, page in pages.items() if key != "procedures"
        }

    def of(self, key: str, code: str) -> list[BookRow]:
        """The rows of a procedure in a sheet, in their order."""
        return self._rows[key].get(code, [])


def read(pages: Mapping[str, Page]) -> Reading:
    """All that the workbook says, and every trap in it; no database, no guess."""
    found = Findings()
    rows = [row for row in pages["procedures"].rows if not _is_example(row)]
    for page in pages.values():
        _hidden_things(page, found)
    named = _named(rows, found)
    kinds = {code: cells.choice(row["kind"], found, KINDS, None) for code, row in named.items()}
    parts = _Parts(pages, kinds, found)
    brought = [_procedure(code, kinds[code], row, parts, found) for code, row in named.items()]
    return Reading(tuple(brought), tuple(found.found))


def _is_example(row: BookRow) -> bool:
    return fold(row["code"].text) == fold(EXAMPLE)


def _hidden_things(page: Page, found: Findings) -> None:
    rows = [row for row in page.rows if not _is_example(row)]
    if page.is_hidden and rows:
        found.found.append(Finding(Trap.HIDDEN_SHEET, page.name, ""))
    for merged in page.merged:
        last = int("".join(filter(str.isdecimal, merged.rpartition(":")[2])) or 0)
        if rows and last >= rows[0].line:
            found.found.append(Finding(Trap.MERGED, page.name, merged.partition(":")[0], {"range": merged}))
    for row in rows:
        if row.is_hidden:
            found.at(row["code"], Trap.HIDDEN_ROW)
        for cell in row.cells.values():
            if cell.is_unread:
                found.at(cell, Trap.UNREAD)


def _named(rows: Iterable[BookRow], found: Findings) -> dict[str, BookRow]:
    """The rows of the first sheet by their codes, each once."""
    named: dict[str, BookRow] = {}
    for row in rows:
        code = cells.code(row["code"], found)
        if code in named:
            found.at(row["code"], Trap.CODE_TWICE, first=named[code]["code"].place)
        elif code:
            named[code] = row
    return named


def _by_code(
    rows: Iterable[BookRow], kinds: Mapping[str, ItemKind | None], found: Findings
) -> dict[str, list[BookRow]]:
    grouped: dict[str, list[BookRow]] = defaultdict(list)
    for row in rows:
        if _is_example(row):
            continue
        code = cells.code(row["code"], found)
        if not code:
            continue
        if code not in kinds:
            found.at(row["code"], Trap.NOT_IN_FILE)
        elif kinds[code] == ItemKind.REPEALED:
            found.at(row["code"], Trap.REPEALED_HAS_CONTENT)
        else:
            grouped[code].append(row)
    return grouped


def _procedure(code: str, kind: ItemKind | None, row: BookRow, parts: _Parts, found: Findings) -> Brought:
    field = cells.text(row["field"], found)
    level = cells.choice(row["level"], found, LEVELS, "")
    if kind == ItemKind.REPEALED:
        return Brought(code, kind, field, level, Content(name=row["name"].text or code), row)
    if not row["name"].text and not row["name"].is_unread:
        found.at(row["name"], Trap.EMPTY, column="Tên thủ tục")
    limit_rows = parts.of("limits", code)
    time_limits = limits(limit_rows, found)
    content = replace(
        _plain(row, found),
        time_limits=time_limits,
        fees=fees(parts.of("fees", code), found),
        papers=papers(parts.of("papers", code), found),
    )
    # A limit that cannot be read is one trap, not three: it is neither missing nor short.
    all_read = len(time_limits) == len(limit_rows)
    _steps(parts.of("steps", code), time_limits if all_read else (), found)
    said = {Part.NAME} | (set() if all_read else {Part.TIME_LIMITS})
    if missing := [part for part in missing_parts(content) if part not in said]:
        found.at(row["code"], Trap.INCOMPLETE, text=", ".join(str(LABELS[part]).lower() for part in missing))
    return Brought(code, kind, field, level, content, row)


def _steps(rows: list[BookRow], time_limits: tuple[LimitRow, ...], found: Findings) -> None:
    hours = steps(rows, found)
    if rows and hours is not None and time_limits:
        steps_add_up(rows[-1]["amount"], hours, time_limits, found)


def _plain(row: BookRow, found: Findings) -> Content:
    """The parts of a content that stand in the first sheet."""

    def text(key: str, limit: int = 0) -> str:
        return cells.text(row[key], found, limit)

    return Content(
        name=" ".join(text("name", 400).split()),
        sequence=text("sequence"),
        ways_of_filing=text("ways_of_filing"),
        sets=cells.count(row["sets"], found, 1),
        subjects=text("subjects", 300),
        deciding_agency=text("deciding_agency", 300),
        form=text("form", 400),
        result_name=text("result_name", 300),
        result_code=text("result_code", 40),
        conditions=text("conditions"),
        legal_basis=_listed(text("legal_basis")),
        service_level=cells.choice(row["service_level"], found, ONLINE, ""),
        channels=_channels(row, found),
        post_in=cells.choice(row["post_in"], found, cells.YES_NO, False),
        post_out=cells.choice(row["post_out"], found, cells.YES_NO, False),
        source=text("source", 300),
        note=text("note"),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", ";").split(";") if part.strip())


def _channels(row: BookRow, found: Findings) -> tuple[str, ...]:
    """Here several may stand in one cell, as the ways of filing of one procedure do."""
    cell = row["channels"]
    words = [fold(word) for word in cell.text.replace(",", ";").replace("\n", ";").split(";") if word.strip()]
    if any(word not in cells.CHANNELS for word in words):
        found.at(cell, Trap.NOT_A_CHOICE, choices="trực tiếp; trực tuyến; bưu chính")
        return ("counter",)
    return tuple(dict.fromkeys(cells.CHANNELS[word] for word in words)) or ("counter",)
