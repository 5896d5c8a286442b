"""After a restore, what people were told is saved comes back, whichever workstation is first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.domain.office import Item, OfficeSeed
from desk_app.domain.office_change import differences, items_of, seed_of, with_items
from desk_app.domain.view import SavedView
from desk_app.profiles.write import TomlProfiles
from desk_app.services import administration, attachments, directory, erasure, people, tickets, views
from desk_app.services.ports import Changes, Session
from tests.storage.rescuing import backed_up, copied, keys, numbers, proved, rescued, restored, set_back
from tests.support.office import Desk, copied_desk


@pytest.fixture
def office(template: Desk, tmp_path: Path) -> Iterator[Desk]:
    """Return the office to set back."""
    desk = copied_desk(template, tmp_path)
    yield desk
    desk.file.close()


def test_lost_tickets_come_back_under_their_own_numbers(office: Desk) -> None:
    backup = backed_up(office)
    lost = office.register(description="Третья")
    office.do(office.technician, lost, "comment", {"text": "Звонили ещё раз"})
    before, copy = numbers(office), copied(office, "pc-1")
    set_back(office, backup)
    assert lost.number not in numbers(office)
    done = rescued(office, copy)
    assert numbers(office) == before
    assert done.tickets == (lost.number,)
    assert office.verbs(lost) == ["register", "comment"]
    proved(office)
    assert office.register().number == "2026-000004"
    proved(office)


def test_who_did_it_when_is_kept(office: Desk) -> None:
    backup = backed_up(office)
    lost = office.register(office.supervisor)
    told = office.card(lost).history
    office.clock.go_on(hours=2)
    copy = copied(office, "pc-1")
    restored(office, backup, copy)
    again = office.card(lost).history
    assert [(e.by, e.at, e.recorded_at, e.verb) for e in again] == [(e.by, e.at, e.recorded_at, e.verb) for e in told]


def test_a_ticket_that_went_on_before_the_restore_is_as_it_was(office: Desk) -> None:
    ticket = office.register()
    backup = backed_up(office)
    done = office.do(office.technician, ticket, "solve", {"solution": "Перезапустили"})
    copy = copied(office, "pc-1")
    set_back(office, backup)
    rescued(office, copy)
    assert office.ticket(ticket) == done
    proved(office)


def test_a_ticket_that_a_colleague_went_on_with_gets_the_lost_work_as_a_comment(office: Desk) -> None:
    ticket = office.register()
    backup = backed_up(office)
    office.do(office.technician, ticket, "solve", {"solution": "Перезапустили"})
    copy = copied(office, "pc-1")
    set_back(office, backup)
    office.do(office.supervisor, ticket, "assign", {"to": "head"})
    done = rescued(office, copy)
    assert done.diverged == (ticket.number,)
    assert office.verbs(ticket) == ["register", "assign", "comment"]
    text = office.last(ticket)["text"]
    assert "Техников" in text
    assert "Перезапустили" in text
    assert office.ticket(ticket).solution == ""
    proved(office)


def test_a_number_that_was_given_again_is_replaced_and_noted(office: Desk) -> None:
    backup = backed_up(office)
    lost = office.register(description="Потерянная")
    other = office.register(description="Тоже потерянная")
    copy = copied(office, "pc-1")
    set_back(office, backup)
    meanwhile = office.register(description="Новая")
    assert meanwhile.number == lost.number
    done = rescued(office, copy)
    found = {subject: number for number, subject in numbers(office).items()}
    assert found["Новая"] == lost.number
    assert found["Тоже потерянная"] == other.number
    assert done.renumbered == ((lost.number, found["Потерянная"]),)
    proved(office)
    assert office.file.reader.find_ticket(found["Потерянная"])
    again = office.register(description="Следующая")
    assert again.number not in found.values()
    proved(office)


def test_the_directory_accounts_and_views_come_back(office: Desk) -> None:
    office.write(office.supervisor, lambda db: directory.add_person(db, {"name": "Старая Запись", "phone": "1"}))
    old = office.file.reader.directory.people("старая")[0]
    backup = backed_up(office)
    office.write(
        office.administrator,
        lambda db: people.add_staff(db, {"login": "new", "name": "Новиков Н", "role": "technician"}),
    )
    newcomer = office.file.reader.account("new")
    assert newcomer
    office.write(office.supervisor, lambda db: directory.edit_person(db, old.id, {"phone": "2"}))
    office.write(office.supervisor, lambda db: views.save_view(db, SavedView("Мои", "принтер"), shared=False))
    lost = office.register(newcomer.person, requester={"name": "Звонящая", "organisation": "Школа 7"})
    copy = copied(office, "pc-1")
    set_back(office, backup)
    office.write(
        office.administrator,
        lambda db: people.add_staff(db, {"login": "other", "name": "Другой", "role": "technician"}),
    )
    rescued(office, copy)
    assert office.file.reader.directory.contact(old.id).phone == "2"
    assert [view.name for view in office.file.reader.saved_views(office.supervisor)] == ["Мои"]
    back = office.file.reader.account("new")
    other = office.file.reader.account("other")
    assert back
    assert other
    assert back.person.id != other.person.id
    assert office.ticket(lost).assignee == back.person.id
    assert office.card(lost).history[0].by.login == "new"
    assert office.file.reader.directory.people("звонящая")
    proved(office)


def test_what_the_office_consists_of_comes_back(office: Desk) -> None:
    def changed(seed: OfficeSeed) -> OfficeSeed:
        types = [*items_of(seed, "type")]
        types = [replace(types[-1], label="Переименован"), Item("fresh", "Новый"), *types[:-1]]
        return replace(with_items(seed, "type", types), number_template="A-{seq:05}")

    office.write(office.administrator, lambda db: change(db, lambda seed: with_channel(seed, "Лишний")))
    backup = backed_up(office)
    office.write(office.administrator, lambda db: change(db, changed))
    office.write(office.administrator, lambda db: change(db, lambda seed: with_channel(seed, "")))
    wanted = seed_of(office.file.reader.office())
    copy = copied(office, "pc-1")
    set_back(office, backup)
    rescued(office, copy)
    assert differences(wanted, seed_of(office.file.reader.office())) == []
    proved(office)


def change(db: Session, edit: Callable[[OfficeSeed], OfficeSeed]) -> Changes:
    """Change the office's own data."""
    basis = seed_of(db.office)
    return administration.change_office(db, basis, edit(basis), TomlProfiles())


def with_channel(seed: OfficeSeed, label: str) -> OfficeSeed:
    """Return `seed` with a channel of this label at the end, "" for none."""
    rest = [item for item in items_of(seed, "channel") if item.code != "extra"]
    return with_items(seed, "channel", [*rest, *([Item("extra", label)] if label else [])])


def test_what_colleagues_changed_since_the_restore_stays(office: Desk) -> None:
    office.write(office.supervisor, lambda db: directory.add_person(db, {"name": "Запись", "phone": "1"}))
    entry = office.file.reader.directory.people("запись")[0]
    backup = backed_up(office)
    office.write(office.supervisor, lambda db: directory.edit_person(db, entry.id, {"phone": "2"}))
    copy = copied(office, "pc-1")
    set_back(office, backup)
    office.write(office.supervisor, lambda db: directory.edit_person(db, entry.id, {"phone": "3"}))
    rescued(office, copy)
    assert office.file.reader.directory.contact(entry.id).phone == "3"
    proved(office)


def test_links_and_attached_files_come_back(office: Desk) -> None:
    backup = backed_up(office)
    one, two = office.register(description="Одна"), office.register(description="Другая")
    office.do(office.technician, one, "link", {"to": two.number})
    kept = office.file.reader.attachments.files.keep([b"a picture"])
    office.write(office.technician, lambda db: attachments.attach(db, one.id, kept, "снимок.png"))
    copy = copied(office, "pc-1")
    set_back(office, backup)
    rescued(office, copy)
    card = office.card(one)
    assert [link.number for link in card.links] == [two.number]
    assert [file.name for file in card.attachments] == ["снимок.png"]
    proved(office)


def test_a_second_time_brings_nothing(office: Desk) -> None:
    backup = backed_up(office)
    office.register()
    copy = copied(office, "pc-1")
    set_back(office, backup)
    assert rescued(office, copy).events == 1
    before = keys(office)
    assert rescued(office, copy).events == 0
    assert keys(office) == before


def test_the_history_tells_what_came_back_and_from_where(office: Desk) -> None:
    backup = backed_up(office)
    lost = office.register()
    copy = copied(office, "pc-1")
    set_back(office, backup)
    rescued(office, copy)
    last = [e for entries in office.file.reader.chain() for e in entries][-1]
    assert last.header.verb == "rescue"
    assert last.payload
    assert '"computer":"pc-1"' in last.payload
    assert lost.number in last.payload


def test_who_was_erased_after_the_backup_stays_erased(office: Desk) -> None:
    ticket = office.register(requester={"name": "Забытова Анна", "organisation": "Школа 9", "phone": "77-11"})
    (entry,) = office.file.reader.directory.people("забытова")
    backup = backed_up(office)
    planned = erasure.plan(office.file.reader, office.administrator, entry.id)
    erasure.run(office.file.unit_of_work(office.administrator), planned)
    copy = copied(office, "pc-1")
    set_back(office, backup)
    assert "Забытова" in office.file.path.read_bytes().decode("utf-8", "replace")
    rescued(office, copy)
    assert office.file.reader.directory.people("забытова") == []
    assert office.ticket(ticket).requester.name != "Забытова Анна"
    told = [entry.payload or "" for entries in office.file.reader.chain() for entry in entries]
    assert not [payload for payload in told if "Забытова" in payload]
    proved(office)


WORK = st.lists(st.sampled_from(["register", "comment", "solve", "edit", "person", "copy"]), min_size=1, max_size=14)


def act(desk: Desk, what: str, place: int) -> None:
    """Do one thing that somebody is told is saved."""
    if what == "person":
        desk.write(desk.supervisor, lambda db: directory.add_person(db, {"name": f"Человек {place} {desk.clock.now}"}))
        return
    ids = [ticket for entries in desk.file.reader.told() for ticket, _ in entries]
    if what == "register" or not ids:
        desk.register(description=f"Звонок {place}", requester={"name": f"Имя {place % 3}"})
        return
    ticket = ids[place % len(ids)]
    if what == "edit":
        desk.write(desk.technician, lambda db: tickets.do(db, ticket.id, "edit", {"note": f"Правка {place}"}))
    elif what == "solve" and not ticket.solved_at:
        desk.do(desk.technician, ticket, "solve", {"solution": f"Сделано {place}"})
    else:
        desk.do(desk.supervisor, ticket, "comment", {"text": f"Слово {place}"})


@pytest.mark.slow
@given(before=WORK, meanwhile=WORK, order=st.permutations(range(15)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_workstations_in_any_order_bring_back_everything_once(
    template: Desk, tmp_path_factory: pytest.TempPathFactory, before: list[str], meanwhile: list[str], order: list[int]
) -> None:
    desk = copied_desk(template, tmp_path_factory.mktemp("property"))
    backup = backed_up(desk)
    copies = []
    for place, what in enumerate(before):
        desk.clock.go_on(minutes=1)
        if what == "copy":
            copies.append(copied(desk, f"pc-{place}"))
        else:
            act(desk, what, place)
    copies.append(copied(desk, "pc-last"))
    acknowledged = set(keys(desk))
    set_back(desk, backup)
    for place, what in enumerate(meanwhile):
        desk.clock.go_on(minutes=1)
        if what != "copy":
            act(desk, what, place + 100)
    acknowledged |= set(keys(desk))
    for place in [one for one in order if one < len(copies)]:
        rescued(desk, copies[place])
        desk.clock.go_on(minutes=1)
    found = keys(desk)
    assert acknowledged <= set(found)
    assert len(found) == len(set(found))
    proved(desk)
    desk.register(description="И дальше")
    proved(desk)
    desk.file.close()
