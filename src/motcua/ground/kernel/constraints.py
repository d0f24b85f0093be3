"""What the database refuses becomes what a verb refuses, by the constraint's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from motcua.ground.kernel.refusals import Refused


@contextmanager
def refusing(**refusals: Refused) -> Iterator[None]:
    """Inside, a violation of a constraint that is named here raises its refusal; any other stays an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name in refusals:
            raise refusals[name] from error
        raise
