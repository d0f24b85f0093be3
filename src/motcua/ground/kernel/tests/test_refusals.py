"""Refusals: a code, a kind, a sentence."""

import pytest
from django.utils import translation

from motcua.ground.kernel import refusals
from motcua.ground.kernel.refusals import Kind, Refusal, RefusalCode, Refused, registered, sentences


def test_a_refusal_answers_with_the_status_of_its_kind() -> None:
    assert Refused(Refusal.NOT_ALLOWED).status == 403
    assert Refused(Refusal.NOT_FOUND).status == 404
    assert Refused(Refusal.KEY_REUSED).status == 409
    assert Refused(Refusal.CLOCK_BACKWARDS).status == 422


def test_a_refusal_says_its_sentence_in_the_active_language() -> None:
    with translation.override("vi"):
        assert "vai trò" in Refused(Refusal.NOT_ALLOWED).sentence().lower()


def test_a_value_cannot_be_registered_twice() -> None:
    class Other(RefusalCode):
        SAME = "kernel.not_found"

    with pytest.raises(ValueError, match="twice"):
        sentences({Other.SAME: (Kind.NOT_FOUND, "x")})


def test_data_fills_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_SENTENCES", {})

    class Filled(RefusalCode):
        COUNT = "tests.count"

    sentences({Filled.COUNT: (Kind.NOT_NOW, "còn %(count)s")})
    assert Refused(Filled.COUNT, count=3).sentence() == "còn 3"
    assert "tests.count" in str(Refused(Filled.COUNT, count=3))


def test_every_code_of_every_package_begins_with_its_package() -> None:
    assert all("." in code for code in registered())
