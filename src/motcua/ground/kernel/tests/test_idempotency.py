"""Pressing twice gives the same answer; another body under the same key is refused."""

from datetime import timedelta

import pytest
from django.db.models import F

from motcua.ground.kernel import idempotency
from motcua.ground.kernel.models import DoneRequest
from motcua.ground.kernel.refusals import Refused

pytestmark = [pytest.mark.server, pytest.mark.django_db]


def test_the_first_time_nothing_is_known() -> None:
    assert idempotency.begin(1, "k", "tests.verb", {"a": 1}) is None


def test_the_second_time_gives_the_first_result() -> None:
    idempotency.begin(1, "k", "tests.verb", {"a": 1})
    idempotency.finish(1, "k", {"id": 5})
    assert idempotency.begin(1, "k", "tests.verb", {"a": 1}) == {"id": 5}


def test_another_body_is_refused() -> None:
    idempotency.begin(1, "k", "tests.verb", {"a": 1})
    with pytest.raises(Refused, match="key_reused"):
        idempotency.begin(1, "k", "tests.verb", {"a": 2})


def test_another_verb_is_refused() -> None:
    idempotency.begin(1, "k", "tests.verb", {"a": 1})
    with pytest.raises(Refused, match="key_reused"):
        idempotency.earlier(1, "k", "tests.other", idempotency.body_hash({"a": 1}))


def test_keys_belong_to_their_account() -> None:
    idempotency.begin(1, "k", "tests.verb", {"a": 1})
    assert idempotency.begin(2, "k", "tests.verb", {"a": 2}) is None


@pytest.mark.parametrize("key", ["", "x" * 65, "a\x00b"])
def test_a_key_has_a_length(key: str) -> None:
    with pytest.raises(Refused, match="key_too_long"):
        idempotency.begin(1, key, "tests.verb", {})


def test_old_ones_are_forgotten_after_thirty_days() -> None:
    for key, days in (("old", 31), ("young", 29)):
        idempotency.begin(1, key, "tests.verb", {})
        DoneRequest.objects.filter(key=key).update(created_at=F("created_at") - timedelta(days=days))
    assert idempotency.forget_old() == 1
    assert DoneRequest.objects.get().key == "young"
