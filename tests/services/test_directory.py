"""The directory of requesters: kept, merged, filled from a sheet."""

import json

import pytest

from desk_app.domain.errors import BadInput, Cancelled, Conflict, NotAllowed, NotFound
from desk_app.domain.grid import grid_of_text
from desk_app.domain.office import NOBODY
from desk_app.services import checks, directory, directory_doubles, directory_sheet
from desk_app.services.directory_sheet import State

SCHOOL = "МБОУ СОШ №5"


@pytest.fixture
def people(desk):
    """Return a function that registers a call for each person and returns their entries."""

    def act(*people):
        ids = [desk.register(requester=dict(person)).requester.id for person in people]
        return [desk.file.reader.directory.contact(found) for found in ids]

    return act


@pytest.fixture
def book(desk):
    return desk.file.reader.directory


def change(desk, verb, *arguments, person=None):
    return desk.write(person or desk.supervisor, lambda db: verb(db, *arguments))


def who(name, organisation=SCHOOL, **more):
    return {"name": name, "organisation": organisation, **more}


def test_people_are_found_by_any_of_their_parts(people, book):
    people(who("Ким Ольга", phone="22-33"), who("Ли Анна", "Лицей №1", room="12"), who("Королёв Пётр"))
    assert [contact.name for contact in book.people()] == ["Ким Ольга", "Королёв Пётр", "Ли Анна"]
    assert [contact.name for contact in book.people("", 1, 1)] == ["Королёв Пётр"]
    assert [contact.name for contact in book.people("лицей 12")] == ["Ли Анна"]
    assert [contact.name for contact in book.people("королев")] == ["Королёв Пётр"]
    assert (book.count_people(), book.count_people("22-33")) == (3, 1)
    assert [(one.name, one.people) for one in book.organisations()] == [("Лицей №1", 1), (SCHOOL, 2)]
    assert book.count_organisations("лицей") == 1


def test_an_entry_is_added_and_changed(desk, book):
    change(desk, directory.add_person, who("Ким Ольга", position="завуч"))
    (contact,) = book.people("завуч")
    change(desk, directory.edit_person, contact.id, {"phone": "44-55", "organisation": "Лицей №1"}, contact)
    (changed,) = book.people("44-55 лицей завуч")
    assert (changed.id, changed.organisation) == (contact.id, "Лицей №1")
    assert checks.check(desk.file.reader) == []


@pytest.mark.parametrize(
    ("raw", "what"),
    [({"name": ""}, "empty"), ({"shoe": "42"}, "shoe"), ({"name": "и" * 301}, "301"), ({"phone": ["1"]}, "text")],
)
def test_what_cannot_be_kept_of_a_person(desk, people, raw, what):
    (contact,) = people(who("Ким Ольга"))
    with pytest.raises(BadInput, match=what):
        change(desk, directory.edit_person, contact.id, raw)


def test_the_same_person_twice_is_refused(desk, people):
    _, second = people(who("Ким Ольга"), who("Ли Анна"))
    with pytest.raises(BadInput, match="Merge the two entries"):
        change(desk, directory.add_person, who("КИМ  Ольга"))
    with pytest.raises(BadInput, match="Merge the two entries"):
        change(desk, directory.edit_person, second.id, {"name": "Ким Ольга"})


def test_a_colleague_was_faster(desk, people):
    (seen,) = people(who("Ким Ольга"))
    change(desk, directory.edit_person, seen.id, {"phone": "1"})
    with pytest.raises(Conflict) as caught:
        change(desk, directory.edit_person, seen.id, {"phone": "2"}, seen)
    assert caught.value.fields == ("phone",)


def test_doubles_become_one(desk, people, book):
    keep, double, other = people(who("Ким О.С.", phone="1"), who("Ким Ольга Сергеевна", room="7"), who("Ли Анна"))
    change(desk, directory.merge_people, keep.id, [double.id, keep.id])
    (merged,) = book.people("ким")
    assert (merged.name, merged.phone, merged.room, merged.tickets) == ("Ким О.С.", "1", "7", 2)
    with pytest.raises(NotFound):
        book.contact(double.id)
    names = {desk.ticket(ticket).requester.name for ticket, _ in book.own_tickets(keep.id)}
    assert names == {"Ким О.С.", "Ким Ольга Сергеевна"}
    assert checks.check(desk.file.reader) == []
    with pytest.raises(BadInput, match="at least two"):
        change(desk, directory.merge_people, other.id, [other.id])


def test_likely_doubles_are_found(desk, people):
    people(
        who("Ким Ольга Сергеевна"), who("Ким О.С."), who("Ким  О. С"), who("Ким Олег"), who("Ким О.С.", "Лицей №1"),
        who("Королёв Пётр"), who("Королев Петр."), who("Ли А."), who("Ли Б."), who("Ли"),
    )  # fmt: skip
    groups = [[contact.name for contact in group] for group in directory_doubles.people(desk.file.reader)]
    assert sorted(map(sorted, groups)) == [
        ["Ким О. С", "Ким О.С.", "Ким Ольга Сергеевна"],
        ["Королев Петр.", "Королёв Пётр"],
    ]
    assert {group[0] for group in groups} == {"Ким Ольга Сергеевна", "Королев Петр."}


def test_organisations_are_renamed_and_merged(desk, people, book):
    people(who("Ким Ольга", "СОШ №5", phone="1"), who("Ким Ольга", "СОШ «№ 5»", room="2"), who("Ли Анна", "СОШ «№ 5»"))
    ((keep, double),) = directory_doubles.organisations(desk.file.reader)
    change(desk, directory.edit_organisation, keep.id, {"name": "Школа №5", "phone": "55-55"})
    with pytest.raises(BadInput, match="Merge the two"):
        change(desk, directory.edit_organisation, double.id, {"name": "школа №5"})
    directory.merge_organisations(desk.file.unit_of_work(desk.supervisor), keep.id, [double.id])
    assert [(one.name, one.people, one.phone) for one in book.organisations()] == [("Школа №5", 2, "55-55")]
    (kim,) = book.people("ким школа")
    assert (kim.phone, kim.room, kim.tickets) == ("1", "2", 2)
    assert checks.check(desk.file.reader) == []


@pytest.fixture
def crowd(desk, book):
    """Fill two organisations, the second with more people than one transaction moves; return both."""
    many = directory.MOVED * 2 + 7

    def fill(db):
        for number in range(many):
            directory.add_person(db, who(f"Сотрудник {number}", "СОШ № 5"))
        return directory.add_person(db, who("Сотрудник 3", "Школа №5", phone="1"))

    desk.write(desk.supervisor, fill)
    double, keep = book.organisations()
    assert (keep.name, keep.people, double.people) == ("Школа №5", 1, many)
    return keep, double


def test_thousands_move_a_few_in_a_transaction(desk, book, crowd):
    keep, double = crowd
    heard = []
    uow = desk.file.unit_of_work(desk.supervisor)
    directory.merge_organisations(uow, keep.id, [double.id, double.id, keep.id], heard.append)
    assert heard == [directory.MOVED, directory.MOVED * 2, double.people]
    assert [(one.name, one.people) for one in book.organisations()] == [("Школа №5", double.people)]
    assert book.count_people("сотрудник школа №5") == double.people
    assert checks.check(desk.file.reader) == []
    told = [entry for part in desk.file.reader.chain() for entry in part if entry.header.verb == "directory-merge"]
    moved = [json.loads(entry.payload)["moved"] for entry in told if "moved" in json.loads(entry.payload)]
    assert moved == [directory.MOVED, directory.MOVED, 7]


def test_a_merge_that_was_stopped_goes_on(desk, book, crowd):
    keep, double = crowd

    def stop(_moved):
        raise Cancelled

    uow = desk.file.unit_of_work(desk.supervisor)
    with pytest.raises(Cancelled):
        directory.merge_organisations(uow, keep.id, [double.id], stop)
    assert sum(one.people for one in book.organisations()) == double.people
    assert checks.check(desk.file.reader) == []
    directory.merge_organisations(uow, keep.id, [double.id])
    assert [(one.name, one.people) for one in book.organisations()] == [("Школа №5", double.people)]
    with pytest.raises(NotFound):
        directory.merge_organisations(uow, keep.id, [double.id])


def test_a_merge_of_nothing_is_refused(desk, crowd):
    keep, double = crowd
    with pytest.raises(BadInput, match="at least two"):
        directory.merge_organisations(desk.file.unit_of_work(desk.supervisor), keep.id, [keep.id])
    with pytest.raises(NotFound):
        directory.merge_organisations(desk.file.unit_of_work(desk.supervisor), 4711, [double.id])


SHEET = """Сотрудники
ФИО\tОрганизация\tТелефон\tДолжность
Ким Ольга\tМБОУ СОШ №5\t11-22\t
Ли Анна\tМБОУ СОШ №5\t\tзавуч
Ли Анна\tМБОУ СОШ №5\t\tзавуч
\tМБОУ СОШ №5\t33\t
Пак Ян\tМБОУ СОШ №5\t44\t
"""


def test_people_pasted_from_a_sheet(desk, people, book):
    people(who("Ким Ольга", phone="00-00", room="7"), who("Пак Ян", phone="44"))
    rows = directory_sheet.preview(desk.file.reader, desk.supervisor, [grid_of_text(SHEET)])
    assert [(found.row, found.state) for found in rows] == [
        (3, State.CHANGED), (4, State.NEW), (5, State.SAME), (6, State.BAD), (7, State.SAME),
    ]  # fmt: skip
    assert (rows[0].old.phone, rows[0].contact.phone, rows[0].contact.room) == ("00-00", "11-22", "7")
    steps = []
    uow = desk.file.unit_of_work(desk.supervisor)
    assert directory_sheet.apply(uow, rows, lambda *step: steps.append(step)) == 2
    assert steps[-1] == (2, 2)
    assert book.count_people() == 3
    again = directory_sheet.preview(desk.file.reader, desk.supervisor, [grid_of_text(SHEET)])
    assert {found.state for found in again} == {State.SAME, State.BAD}
    assert checks.check(desk.file.reader) == []


def test_rows_without_a_header_need_columns(desk):
    with pytest.raises(BadInput, match="no header"):
        directory_sheet.preview(desk.file.reader, desk.supervisor, [grid_of_text("Ким Ольга\t11-22")])
    way = directory_sheet.PeopleColumns("", 0, {"name": 1, "phone": 2})
    rows = directory_sheet.preview(desk.file.reader, desk.supervisor, [grid_of_text("Ким Ольга\t11-22")], [way])
    assert [(found.state, found.contact.phone) for found in rows] == [(State.NEW, "11-22")]


def test_who_may_not_touch_the_directory(desk, people):
    (contact,) = people(who("Ким Ольга"))
    with pytest.raises(NotAllowed, match="edit the directory"):
        change(desk, directory.edit_person, contact.id, {"phone": "1"}, person=NOBODY)
