"""What a field of administration may be called."""

from __future__ import annotations

import re

from motcua.catalogue.procedures.rules.refusals import Refusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold, tidied

LONGEST_CODE, LONGEST_NAME = 40, 160
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def checked_field_code(code: str) -> str:
    """A code as it is kept, such as `ho-tich`; raises Refused FIELD_CODE_WRONG."""
    tidy = code.strip().lower()
    if len(tidy) > LONGEST_CODE or not _CODE.fullmatch(tidy):
        raise Refused(Refusal.FIELD_CODE_WRONG)
    return tidy


def checked_field_name(name: str) -> str:
    """A name as it is kept, tidied; raises Refused FIELD_NAME_WRONG."""
    tidy = tidied(name)
    if not tidy or len(tidy) > LONGEST_NAME:
        raise Refused(Refusal.FIELD_NAME_WRONG, limit=LONGEST_NAME)
    return tidy


def field_code_from(name: str) -> str:
    """The code that follows from a name: “Hộ tịch” gives `ho-tich`, whole words up to 40 letters."""
    code = ""
    for word in fold(name).split():
        longer = f"{code}-{word}" if code else word
        if len(longer) > LONGEST_CODE:
            break
        code = longer
    return code
