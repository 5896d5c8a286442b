"""From what was given to fields that can be kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.errors import BadInput
from desk_app.domain.intake import FIELDS, REQUESTER, merged_requester, parse_fields, refuse_unknown, require
from desk_app.domain.tickets import Requester
from tests.support.office import seeded_office

OFFICE = seeded_office()


def test_what_is_given_is_cleaned_and_nothing_is_added() -> None:
    fields = parse_fields(
        OFFICE,
        {
            "type": "ОШИБКА",
            "system": "Электронный журнал",
            "description": " Не печатает\x00\r\nпринтер ",
            "received_at": "2026-10-05T09:12",
            "requester": {"name": " Иванова  А. ", "phone": 2145, "email": None},
            "note": None,
        },
    )
    assert fields == {
        "type": "error",
        "system": "school-journal",
        "description": "Не печатает\nпринтер",
        "received_at": datetime(2026, 10, 5, 4, 12, tzinfo=UTC),
        "requester": {"name": "Иванова А.", "phone": "2145"},
    }


def test_an_empty_choice_is_nothing_chosen() -> None:
    assert parse_fields(OFFICE, {"system": " "}) == {"system": ""}


def test_an_unknown_key_is_named_with_those_that_are_known() -> None:
    with pytest.raises(BadInput, match=r"“desription, тема” here. Known are: kind, type, ") as told:
        parse_fields(OFFICE, {"desription": "x", "тема": "y", "note": "z"})
    assert told.value.field == "desription"


def test_an_unknown_part_of_the_requester_is_named() -> None:
    with pytest.raises(BadInput, match=r"“fax” here. Known are: name, organisation, phone, email, room"):
        parse_fields(OFFICE, {"requester": {"name": "И", "fax": "1"}})


@pytest.mark.parametrize("value", ["Иванова", ["Иванова"], 5, True])
def test_a_requester_has_parts(value: object) -> None:
    with pytest.raises(BadInput, match="must hold parts") as told:
        parse_fields(OFFICE, {"requester": value})
    assert told.value.field == "requester"


@pytest.mark.parametrize("value", [["x"], {"a": 1}, True, False, pytest.param(10**5000, id="huge")])
@pytest.mark.parametrize("name", ["description", "system", "note"])
def test_a_text_is_text(name: str, value: object) -> None:
    with pytest.raises(BadInput, match="must be text") as told:
        parse_fields(OFFICE, {name: value})
    assert told.value.field == name
    assert str(told.value)


def test_a_long_value_is_not_said_back_in_full() -> None:
    with pytest.raises(BadInput) as told:
        parse_fields(OFFICE, {"note": ["x" * 1_000_000]})
    assert len(str(told.value)) < 300
    with pytest.raises(BadInput) as told:
        refuse_unknown({"x" * 1_000_000: 1, "y" * 1_000_000: 1}, ())
    assert len(str(told.value)) < 300


def test_what_is_required_must_hold_something() -> None:
    require({"reason": "ждём"}, ("reason",))
    for missing in ({}, {"reason": ""}, {"reason": None}):
        with pytest.raises(BadInput, match="is empty") as told:
            require(missing, ("reason",))
        assert told.value.field == "reason"


ANNA = Requester("Иванова А.", "Школа 5", "21-45", "anna@school.example", "12", id=7)


def test_a_new_phone_leaves_the_rest_of_the_person() -> None:
    assert merged_requester(ANNA, {"phone": "33"}) == Requester(
        "Иванова А.", "Школа 5", "33", "anna@school.example", "12", id=7
    )


def test_another_name_is_another_person() -> None:
    assert merged_requester(ANNA, {"name": "Петров П."}) == Requester("Петров П.")


def test_the_same_name_in_other_letters_is_the_same_person() -> None:
    assert merged_requester(ANNA, {"name": "ИВАНОВА А."}).phone == "21-45"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PARTS = st.dictionaries(st.sampled_from([*REQUESTER, "id"]), JSON, max_size=3)


@given(st.dictionaries(st.sampled_from([*FIELDS, "id", "status"]), JSON | PARTS, max_size=5))
def test_whatever_is_given_is_taken_or_refused_in_words(raw: dict[str, Any]) -> None:
    try:
        fields = parse_fields(OFFICE, raw)
    except BadInput as told:
        told_in_words = str(told)
        assert told_in_words.encode("utf-8", "backslashreplace")
        return
    assert set(fields) <= set(raw)
