"""Templates of frequent calls: one's own, and everybody's."""

from typing import Any

import pytest

from desk_app.domain.call_template import CallTemplate
from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.office import Person
from desk_app.services import call_templates, tickets
from desk_app.services.call_templates import body_of, template_of
from tests.support.office import Desk

TONER = {"system": "", "description": "Закончился тонер", "solution": "Картридж заменён"}


def save(desk: Desk, who: Person, name: str, shared: bool = False, **raw: object) -> None:
    desk.write(who, lambda db: call_templates.save_template(db, name, raw or TONER, shared))


def names(desk: Desk, who: Person) -> list[str]:
    return [template.name for template in desk.file.reader.templates.of(who)]


def only(desk: Desk, who: Person) -> CallTemplate:
    (found,) = desk.file.reader.templates.of(who)
    return found


def test_everybody_sees_their_own_and_the_shared_ones(desk: Desk) -> None:
    save(desk, desk.technician, "Тонер")
    save(desk, desk.supervisor, "Пароль", shared=True, description="Забыт пароль")
    assert names(desk, desk.technician) == ["Пароль", "Тонер"]
    assert names(desk, desk.administrator) == ["Пароль"]


def test_a_template_keeps_choices_by_what_they_are_called_or_coded(desk: Desk) -> None:
    office = desk.office
    kind, channel = list(office.choices("kind"))[-1], next(iter(office.choices("channel")))
    save(desk, desk.technician, "Тонер", kind=kind.label.upper(), channel=channel.code, description="Тонер\r\nкончился")
    assert only(desk, desk.technician).fields == {
        "kind": kind.code,
        "channel": channel.code,
        "description": "Тонер\nкончился",
    }


def test_the_same_name_replaces_the_template(desk: Desk) -> None:
    save(desk, desk.technician, "Тонер")
    save(desk, desk.technician, " ТОНЕР ", description="Иначе")
    found = only(desk, desk.technician)
    assert (found.name, found.fields) == ("ТОНЕР", {"description": "Иначе"})


@pytest.mark.parametrize(
    ("name", "raw", "field"),
    [
        ("", TONER, "name"),
        (" \x00\u202e ", TONER, "name"),
        ("я" * 81, TONER, "name"),
        ("я" * 301, TONER, "name"),
        ("Пусто", {"description": "  "}, "name"),
        ("Чужое", {"requester": {"name": "Иванова"}}, "requester"),
        ("Чужое", {"received_at": "2026-11-02"}, "received_at"),
        ("Чужое", {"kind": "нет такого"}, "kind"),
        ("Чужое", {"description": ["x"]}, "description"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused(desk: Desk, name: str, raw: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as told:
        save(desk, desk.technician, name, **raw)
    assert told.value.field == field
    assert names(desk, desk.technician) == []


def test_a_technician_shares_nothing_and_touches_nobody_else_s(desk: Desk) -> None:
    save(desk, desk.supervisor, "Общий", shared=True)
    save(desk, desk.supervisor, "Мой")
    shared, own = desk.file.reader.templates.of(desk.supervisor)[::-1]
    tries: list[Any] = [
        lambda db: call_templates.save_template(db, "Общий", TONER, shared=True),
        lambda db: call_templates.change_template(db, shared.id, "Наш", shared=False),
        lambda db: call_templates.forget_template(db, shared.id),
    ]
    for work in tries:
        with pytest.raises(NotAllowed, match="share"):
            desk.write(desk.technician, work)
    with pytest.raises(BadInput, match="gone already"):
        desk.write(desk.technician, lambda db: call_templates.forget_template(db, own.id))
    assert names(desk, desk.supervisor) == ["Мой", "Общий"]


def test_a_template_is_renamed_and_shared(desk: Desk) -> None:
    save(desk, desk.supervisor, "Тонер")
    found = only(desk, desk.supervisor)
    desk.write(desk.supervisor, lambda db: call_templates.change_template(db, found.id, "Тонер и барабан", shared=True))
    assert only(desk, desk.technician) == CallTemplate("Тонер и барабан", found.fields, 0, found.id)


def test_no_two_templates_of_one_circle_share_a_name(desk: Desk) -> None:
    save(desk, desk.technician, "Тонер")
    save(desk, desk.technician, "Пароль")
    found = desk.file.reader.templates.of(desk.technician)[0]
    with pytest.raises(BadInput, match="There is a template “Тонер” already"):
        desk.write(desk.technician, lambda db: call_templates.change_template(db, found.id, "тонер", shared=False))


def test_a_deleted_template_comes_back(desk: Desk) -> None:
    save(desk, desk.technician, "Тонер")
    found = only(desk, desk.technician)
    desk.write(desk.technician, lambda db: call_templates.forget_template(db, found.id))
    assert names(desk, desk.technician) == []
    desk.write(desk.technician, lambda db: call_templates.bring_back(db, found))
    assert only(desk, desk.technician).fields == found.fields


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"fields": 3}', '{"fields": {"description": 4, "wand": "x"}, "new": 1}']
)
def test_a_spoilt_template_is_an_empty_one(body: str) -> None:
    assert template_of(1, 2, "Тонер", body) == CallTemplate("Тонер", {}, 2, 1)


def test_a_choice_the_office_has_lost_is_passed_over(desk: Desk) -> None:
    kept = template_of(1, 2, "Тонер", body_of({"kind": "no-such-kind", "description": "Тонер"}))
    assert kept.usable(desk.office) == {"description": "Тонер"}


def test_the_history_of_a_call_names_the_template_it_came_from(desk: Desk) -> None:
    raw = {"description": "Тонер", "template": "Тонер"}
    changes = desk.write(desk.technician, lambda db: tickets.answer_at_once(db, raw, "Заменён"))
    card = desk.card(changes.tickets[0])
    assert (card.history[0].data or {})["template"] == "Тонер"
    assert card.ticket.closed_at
