"""Identifiers that must not be mixed up."""

from typing import NewType

AccountId = NewType("AccountId", int)
OfficerId = NewType("OfficerId", int)
UnitId = NewType("UnitId", int)
DossierId = NewType("DossierId", int)
TaskId = NewType("TaskId", int)
EventId = NewType("EventId", int)
