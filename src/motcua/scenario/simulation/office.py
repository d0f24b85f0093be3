"""What a life asks of the offices: the verbs of a dossier. The year is lived through the real ones."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from motcua.casework.dossiers import actions as dossiers
from motcua.casework.dossiers.models import Dossier
from motcua.ground.kernel.actors import Actor


class Office(Protocol):
    """The verbs that a life uses, and what it reads of its dossier; each as the verb of that name."""

    def receive(self, intake: dossiers.Intake, *, by: Actor, now: datetime) -> dossiers.Received:
        """As `dossiers.receive`."""

    def take(self, task_id: int, *, by: Actor, now: datetime) -> dossiers.Advanced:
        """As `dossiers.take`."""

    def forward(
        self, task_id: int, *, by: Actor, now: datetime, officer_id: int | None = None, remark: str = ""
    ) -> dossiers.Advanced:
        """As `dossiers.forward`."""

    def approve(self, task_id: int, *, by: Actor, now: datetime) -> dossiers.Advanced:
        """As `dossiers.approve`."""

    def finish(
        self, task_id: int, *, by: Actor, now: datetime, document: dossiers.Document
    ) -> dossiers.Advanced:
        """As `dossiers.finish`."""

    def reject(
        self, task_id: int, *, by: Actor, now: datetime, reason: str, document: dossiers.Document
    ) -> dossiers.Advanced:
        """As `dossiers.reject`."""

    def send_back(
        self, task_id: int, *, by: Actor, now: datetime, element: str, reason: str
    ) -> dossiers.Advanced:
        """As `dossiers.send_back`."""

    def reassign(
        self, task_id: int, *, by: Actor, now: datetime, officer_id: int, reason: str
    ) -> dossiers.Advanced:
        """As `dossiers.reassign`."""

    def return_result(
        self,
        task_id: int,
        *,
        by: Actor,
        now: datetime,
        collected_by: str,
        identity_number: str = "",
        is_applicant: bool = True,
    ) -> dossiers.Advanced:
        """As `dossiers.return_result`."""

    def request_completion(
        self, task_id: int, *, by: Actor, now: datetime, missing: str
    ) -> dossiers.Advanced:
        """As `dossiers.request_completion`."""

    def receive_completion(
        self, task_id: int, *, by: Actor, now: datetime, papers: tuple[dossiers.HandedIn, ...]
    ) -> dossiers.Advanced:
        """As `dossiers.receive_completion`."""

    def note(self, dossier_id: int, *, by: Actor, now: datetime, body: str) -> int:
        """As `dossiers.note`."""

    def collect_fee(self, dossier_id: int, *, by: Actor, now: datetime) -> int:
        """As `dossiers.collect_fee`."""

    def fall_late(self, dossier_id: int, *, by: Actor, now: datetime) -> bool:
        """As `dossiers.fall_late`."""

    def promised(self, dossier_id: int) -> tuple[datetime, datetime]:
        """When it is due, and after which moment it is late."""

    def fee(self, dossier_id: int) -> int:
        """Its fee in đồng."""


class RealOffice:
    """The verbs themselves, with the database behind them."""

    receive = staticmethod(dossiers.receive)
    take = staticmethod(dossiers.take)
    forward = staticmethod(dossiers.forward)
    approve = staticmethod(dossiers.approve)
    finish = staticmethod(dossiers.finish)
    reject = staticmethod(dossiers.reject)
    send_back = staticmethod(dossiers.send_back)
    reassign = staticmethod(dossiers.reassign)
    return_result = staticmethod(dossiers.return_result)
    request_completion = staticmethod(dossiers.request_completion)
    receive_completion = staticmethod(dossiers.receive_completion)
    note = staticmethod(dossiers.note)
    collect_fee = staticmethod(dossiers.collect_fee)
    fall_late = staticmethod(dossiers.fall_late)

    @staticmethod
    def promised(dossier_id: int) -> tuple[datetime, datetime]:
        """When it is due, and after which moment it is late."""
        return Dossier.objects.values_list("due_at", "late_after").get(pk=dossier_id)

    @staticmethod
    def fee(dossier_id: int) -> int:
        """Its fee in đồng."""
        return Dossier.objects.values_list("fee", flat=True).get(pk=dossier_id)
