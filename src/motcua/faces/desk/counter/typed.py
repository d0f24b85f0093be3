"""What stands in the counter's form, right or wrong, and the intake that it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.actions import HandedIn, Intake
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.models import ReturnMethod
from motcua.casework.dossiers.queries.counter import Slip
from motcua.casework.dossiers.queries.terms import AskedPaper
from motcua.catalogue.procedures.models import Channel
from motcua.faces.desk.counter.form import OWED, PAID, CounterForm
from motcua.ground.files import store
from motcua.ground.kernel.refusals import Refused
from motcua.people.parties.models import PartyKind

FORM = "counter"
FILE_SALT = "motcua.desk.file"
OTHER = 0  # the line of a paper that the list does not name
# Fields that stand on the page beside those of the form itself.
BESIDE = ("card", "wanted", "other", "items", "reason", "again")

DEFAULTS = {
    "kind": PartyKind.CITIZEN.value,
    "channel": Channel.COUNTER.value,
    "sets": "1",
    "return_method": ReturnMethod.COUNTER.value,
    "fee": OWED,
}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came with an earlier sending of this form: stored already, and carried on, signed."""

    paper: int
    digest: str
    name: str
    media_type: str
    size: int
    signed: str = ""

    def facts(self) -> dict[str, Any]:
        """What is signed."""
        return {name: getattr(self, name) for name in ("paper", "digest", "name", "media_type", "size")}

    def signed_for(self, account_id: int) -> KeptFile:
        """The file as a field of the form carries it: only for the officer who sent it."""
        return replace(self, signed=signing.dumps(self.facts(), salt=f"{FILE_SALT}.{account_id}"))


def copies_words(originals: int, copies: int) -> str:
    """How many of a paper: 1 bản chính, 2 bản sao."""
    told = [_("%(n)s bản chính") % {"n": originals} if originals else ""]
    told.append(_("%(n)s bản sao") % {"n": copies} if copies else "")
    return ", ".join(str(part) for part in told if part)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the checklist as it stands: what is asked, what was handed in, the files put to it."""

    id: int
    name: str
    asked_originals: int
    asked_copies: int
    is_note: bool
    is_required: bool
    is_ticked: bool
    originals: int
    copies: int
    files: tuple[KeptFile, ...]

    @property
    def asked_words(self) -> str:
        """How many are asked for, in words."""
        return copies_words(self.asked_originals, self.asked_copies)

    @property
    def is_changed(self) -> bool:
        """Whether the numbers differ from those asked for: then they are shown open."""
        return self.is_ticked and (self.originals, self.copies) != (self.asked_originals, self.asked_copies)


class Typed:
    """What stands in the form, right or wrong; the same for a sent form, a draft and a new page."""

    def __init__(self, fields: Mapping[str, list[str]], account_id: int) -> None:
        self.fields = dict(fields)
        self.account_id = account_id

    def value(self, name: str) -> str:
        """The last value of a field: an option chosen without script comes after the hidden one."""
        values = self.fields.get(name) or [DEFAULTS.get(name, "")]
        return values[-1].strip()

    def __getitem__(self, name: str) -> str:
        """A field for a template, `typed.address`; a template asks here before it asks for an attribute."""
        if name not in CounterForm.base_fields and name not in BESIDE:
            raise KeyError(name)
        return self.value(name)

    @property
    def is_citizen(self) -> bool:
        """Whether a citizen asks, not an organisation."""
        return self.value("kind") == PartyKind.CITIZEN

    def with_values(self, **values: str) -> Typed:
        """The same with these fields filled."""
        return Typed(self.fields | {name: [value] for name, value in values.items()}, self.account_id)

    def by_terms_of(self, slip: Slip) -> Typed:
        """The same where the chosen procedure has not what another had: no case or area named, and at the counter."""
        ways, changed = slip.terms.ways, {}
        for name, known in (("case", slip.terms.cases), ("area", slip.terms.areas)):
            if self.value(name) and self.value(name) not in known:
                changed[name] = ""
        if self.value("channel") not in ways.filed:
            changed["channel"] = Channel.COUNTER.value
        if self.value("return_method") not in ways.returned:
            changed["return_method"] = ReturnMethod.COUNTER.value
        return self.with_values(**changed) if changed else self

    def initial(self) -> dict[str, str]:
        """The values of the form's own fields."""
        return {name: self.value(name) for name in CounterForm.base_fields}

    @property
    def procedure_id(self) -> int | None:
        """The procedure chosen, if any."""
        number: int | None = _number(self.value("procedure"), None)
        return number

    @property
    def ticked(self) -> frozenset[int]:
        """The papers ticked."""
        return frozenset(number for text in self.fields.get("paper", ()) if (number := _number(text, None)))

    def kept_files(self) -> Iterator[KeptFile]:
        """The files of earlier sendings that are still wanted; what was not signed for this officer is left out."""
        for token in dict.fromkeys(self.fields.get("kept", ())):
            try:
                facts = signing.loads(token, salt=f"{FILE_SALT}.{self.account_id}")
                yield KeptFile(**facts, signed=token)
            except signing.BadSignature:
                continue

    def claimed(self) -> tuple[Typed, tuple[KeptFile, ...]]:
        """The same without the carried files that are not kept any more, and those files; the others stay wanted."""
        carried = list(self.kept_files())
        gone = tuple(file for file in carried if not store.claim(file.digest))
        if not gone:
            return self, ()
        kept = [file.signed for file in carried if file not in gone]
        return Typed(self.fields | {"kept": kept}, self.account_id), gone

    def with_files(self, files: Sequence[KeptFile]) -> Typed:
        """The same, carrying these files too."""
        if not files and "kept" not in self.fields:
            return self
        before = list(self.kept_files())
        known = {tuple(file.facts().values()) for file in before}
        fresh = [file for file in files if tuple(file.facts().values()) not in known]
        kept = [file.signed for file in (*before, *(file.signed_for(self.account_id) for file in fresh))]
        return Typed(self.fields | {"kept": kept}, self.account_id)

    def lines(self, slip: Slip | None) -> list[PaperLine]:
        """The checklist for what is chosen, with what was ticked."""
        files = tuple(self.kept_files())
        papers = slip.papers(self.value("case")) if slip else ()
        return [self._line(paper, files) for paper in papers]

    def _line(self, paper: AskedPaper, files: tuple[KeptFile, ...]) -> PaperLine:
        ask_one = not paper.originals and not paper.copies
        originals, copies = (1, 0) if ask_one else (paper.originals, paper.copies)
        return PaperLine(
            id=paper.id,
            name=paper.name,
            asked_originals=originals,
            asked_copies=copies,
            is_note=paper.is_note,
            is_required=paper.is_required,
            is_ticked=paper.id in self.ticked,
            originals=_number(self.value(f"originals_{paper.id}"), originals),
            copies=_number(self.value(f"copies_{paper.id}"), copies),
            files=tuple(file for file in files if file.paper == paper.id),
        )

    def other_files(self) -> tuple[KeptFile, ...]:
        """The files put to no paper of the list."""
        return tuple(file for file in self.kept_files() if file.paper == OTHER)

    def handed_in(self, lines: Sequence[PaperLine]) -> tuple[HandedIn, ...]:
        """The papers ticked, and one that the list does not name."""
        given = [
            HandedIn(x.id, x.name, x.originals, x.copies) for x in lines if x.is_ticked and not x.is_note
        ]
        if other := self.value("other"):
            given.append(HandedIn(None, other[:300], _number(self.value("originals_0"), 1), 0))
        return tuple(given)


def _number(text: str, otherwise: Any) -> Any:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def stored_files(sent: Mapping[str, Sequence[UploadedFile[Any]]]) -> Iterator[KeptFile | Refused]:
    """Store each file that came with the form; a refusal stands in the place of one that is not kept."""
    for field, files in sent.items():
        paper = _number(field.removeprefix("file_"), None)
        if not field.startswith("file_") or paper is None:
            continue
        for file in files:
            try:
                yield KeptFile(paper, **asdict(store.put(file, file.name or "")))
            except Refused as refusal:
                yield refusal


def intake_of(form: CounterForm, typed: Typed, lines: Sequence[PaperLine]) -> Intake:
    """The intake of a form that is right."""
    clean = form.cleaned_data
    papers = typed.handed_in(lines)
    places = {paper.paper_id or OTHER: place for place, paper in enumerate(papers, start=1)}
    files = tuple(
        StoredFile(file.digest, file.name, file.media_type, file.size, places.get(file.paper))
        for file in typed.kept_files()
    )
    return Intake(
        procedure_id=clean["procedure"],
        applicant=form.applicant(),
        papers=papers,
        files=files,
        channel=clean["channel"],
        case=clean["case"],
        area=clean["area"],
        return_method=clean["return_method"],
        summary=clean["summary"],
        sets=clean["sets"],
        fee_paid=clean["fee"] == PAID,
    )
