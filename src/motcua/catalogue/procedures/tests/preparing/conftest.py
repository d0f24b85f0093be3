"""Two people of the reform office, and a decision in preparation with one item of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from django.db.models import QuerySet

from motcua.catalogue.procedures import actions
from motcua.catalogue.procedures.actions import NewProcedure
from motcua.catalogue.procedures.models import DecisionDraft, ProcedureVersion
from motcua.catalogue.procedures.states import ItemKind
from motcua.catalogue.procedures.tests.cast import CONTENT, DAY, NEW_YEAR, NOW, published
from motcua.ground.kernel.actors import Actor, Office
from motcua.people.organisation.models import Officer

NEWER = replace(CONTENT, name="Đăng ký khai sinh (sửa đổi)", sets=2)


def keeper(code: str) -> Actor:
    person = Officer.objects.create(code=code, name=code, search_text=code, sort_key=code)
    office = Office(1, 1, "reform_office", 1, (1,), NEW_YEAR)
    return Actor(kind="officer", account_id=1, officer_id=person.pk, office=office, offices=(office,))


@dataclass(frozen=True, slots=True)
class Stage:
    """Who drafts, who checks, the decision, and the contents that it concerns."""

    drafter: Actor
    checker: Actor
    draft: DecisionDraft
    amended: ProcedureVersion
    repealed: ProcedureVersion
    new: ProcedureVersion

    def rows(self) -> QuerySet[DecisionDraft]:
        return DecisionDraft.objects.filter(pk=self.draft.pk)

    def check(self) -> DecisionDraft:
        return actions.check_decision(self.draft.pk, by=self.checker, now=NOW)

    def sign(self, number: str = "54/QĐ-UBND", signer: str = "Lê Văn A") -> int:
        return actions.sign_decision(
            self.draft.pk, number=number, signed_on=DAY, signer=signer, by=self.drafter, now=NOW
        ).pk


def set_up() -> Stage:
    drafter, checker = keeper("CB.1"), keeper("CB.2")
    amended, repealed = published(code="1.001193"), published(code="2.000635")
    (new,) = actions.create_procedures(
        [NewProcedure("3.000001", "ho-tich", "commune", replace(CONTENT, name="Đăng ký giám hộ"))],
        by=drafter,
        now=NOW,
    )
    actions.draft_versions({amended.procedure_id: NEWER}, by=drafter, now=NOW)
    draft = actions.draft_decision(
        "Công bố thủ tục hộ tịch", issuer="Chủ tịch UBND tỉnh", in_force_on=DAY, by=drafter, now=NOW
    )
    kinds = {
        amended.procedure_id: ItemKind.AMENDED,
        repealed.procedure_id: ItemKind.REPEALED,
        new.procedure_id: ItemKind.NEW,
    }
    actions.put_items(draft.pk, kinds, by=drafter, now=NOW)
    return Stage(drafter, checker, draft, amended, repealed, new)


@pytest.fixture
def stage(db: None) -> Stage:
    """The decision of one item of each kind."""
    return set_up()
