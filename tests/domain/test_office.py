"""The office as data: choices by what people write, rights by role, systems as a tree."""

import pytest

from desk_app.domain.errors import BadInput
from desk_app.domain.office import NOBODY, Meaning, Person
from tests.support.office import ADMINISTRATOR, MUNICIPAL, SITUATION_CENTRE, SUPERVISOR, TECHNICIAN, seeded_office

OFFICE = seeded_office()


@pytest.mark.parametrize("written", ["error", "ERROR", " Ошибка ", "ошибка", "ОШИБКА"])
def test_a_choice_is_found_by_code_or_label_in_any_case(written: str) -> None:
    assert OFFICE.choices("type").find(written) == "error"


@pytest.mark.parametrize("written", ["", " ", "ошибк", "Ошибка!", "\ud800", "x" * 100_000])
def test_an_unknown_choice_is_refused_and_the_choices_are_named(written: str) -> None:
    with pytest.raises(BadInput, match=r"Choose one of: Поддержка, Ошибка, Улучшение") as told:
        OFFICE.choices("type").find(written)
    assert told.value.field == "type"
    assert len(str(told.value)) < 300


def test_nothing_chosen_has_no_label_and_asks_for_nobody() -> None:
    types = OFFICE.choices("type")
    assert types.label("") == ""
    assert types.get("").approval == ""
    assert types.by_id(7) is None


@pytest.mark.clause("S-3.6")
def test_the_situation_centre_has_the_five_statuses_of_its_regulation() -> None:
    labels = [status.label for status in OFFICE.choices("status")]
    assert sorted(labels) == sorted(["Решен", "В работе", "Передано разработчику", "Обратная связь", "Закрыт"])


@pytest.mark.clause("S-3.5")
def test_only_errors_and_improvements_need_an_agreement() -> None:
    needed = {item.code for item in OFFICE.choices("type") if item.approval}
    assert needed == {"error", "improvement"}


@pytest.mark.clause("K-2.1")
def test_the_municipal_desk_tells_requests_from_consultations() -> None:
    assert [kind.code for kind in seeded_office(MUNICIPAL).choices("kind")] == ["request", "consultation"]


@pytest.mark.clause("S-sub")
def test_a_system_includes_what_lies_below_it() -> None:
    assert OFFICE.with_subsystems("school") == (
        "school",
        "school-journal",
        "school-diary",
        "school-timetable",
        "school-admission",
        "school-reports",
    )
    assert OFFICE.with_subsystems("school-diary") == ("school-diary",)


def test_an_unregistered_ticket_is_new() -> None:
    assert OFFICE.meaning("") is Meaning.NEW
    assert OFFICE.meaning("developer") is Meaning.OUTSIDE


@pytest.mark.parametrize("profile", [SITUATION_CENTRE, MUNICIPAL])
def test_rights_follow_the_role(profile: str) -> None:
    office = seeded_office(profile)
    assert office.may(ADMINISTRATOR, "staff")
    assert office.may(ADMINISTRATOR, "anything at all")
    assert office.may(TECHNICIAN, "solve")
    assert not office.may(TECHNICIAN, "decline")
    assert office.may(SUPERVISOR, "decline")
    assert not office.may(SUPERVISOR, "backdate")


def test_who_left_or_has_no_role_may_nothing() -> None:
    gone = Person(9, "gone", "Ушедший", "administrator", active=False)
    assert not OFFICE.may(gone, "comment")
    assert not OFFICE.may(NOBODY, "comment")
    assert not OFFICE.may(Person(9, "x", "X", "no-such-role"), "comment")


def test_the_form_stands_in_the_office_s_order() -> None:
    fields = OFFICE.fields
    assert fields[0].code == "requester"
    assert fields[0].required
    note = next(field for field in fields if field.code == "note")
    assert note.on_card
    assert not note.on_registration


@pytest.mark.clause("S-F1")
def test_form_1_has_ten_columns() -> None:
    assert [code for code, _ in OFFICE.journal_columns] == [
        "date",
        "position",
        "type",
        "description",
        "organisation",
        "requester",
        "additional_info",
        "status",
        "solved_on",
        "note",
    ]
