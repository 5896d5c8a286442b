"""A person can be erased, and the history is still proved whole."""

import pytest

from desk_app.domain.errors import Cancelled, NotAllowed, NotFound
from desk_app.domain.tickets import Requester
from desk_app.domain.view import SavedView, TicketFilter, View
from desk_app.services import attachments, call_templates, checks, directory, erasure, views
from tests.support.places import behind, file_only

NAME = "Ёлкина Анна Петровна"
MARK = "[удалено]"
ANNA = {
    "name": NAME,
    "organisation": "МБОУ СОШ №5",
    "phone": "8 (912) 345-67-89",
    "email": "elkina@school5.example",
    "room": "314",
}
SECRETS = ("лкина", "345-67-89", "elkina")


@pytest.fixture
def own(desk):
    """Return a ticket of the person's with a history."""
    ticket = desk.register(requester=ANNA, description=f"Звонила {NAME.upper()}, перезвонить 89123456789")
    ticket = desk.do(desk.technician, ticket, "edit", {"note": "Елкина Анна  Петровна не дозвонилась"})
    return desk.do(desk.technician, ticket, "comment", {"text": "Писала с elkina@school5.example"})


@pytest.fixture
def other(desk):
    """Return a ticket of somebody else that names the person in its text and in a comment."""
    ticket = desk.register(requester={"name": "Ким Ольга"}, description=f"Просит за {NAME}")
    return desk.do(desk.technician, ticket, "comment", {"text": f"Согласовала {NAME}."})


def planned(desk, ticket):
    return erasure.plan(desk.file.reader, desk.administrator, desk.ticket(ticket).requester.id)


def erase(desk, ticket, progress=None):
    return erasure.run(desk.file.unit_of_work(desk.administrator), planned(desk, ticket), progress)


def raw_bytes(desk):
    """Return everything that lies on the disk."""
    desk.file.close()
    folder = desk.file.path.parent
    return b"".join(path.read_bytes() for path in folder.glob(f"{desk.file.path.name}*"))


def test_what_would_be_erased_is_counted(desk, own, other):
    desk.register(requester={"name": "Пак Ян"})
    plan = planned(desk, own)
    assert (plan.contact.name, plan.own, plan.mentions) == (NAME, (own.id,), (other.id,))
    assert plan.entries == 5


def test_the_person_is_gone_everywhere(desk, own, other):
    changes = erase(desk, own)
    assert set(changes.tickets) == {own.id, other.id}
    ticket = desk.ticket(own)
    assert ticket.requester == Requester(MARK, "МБОУ СОШ №5")
    assert ticket.description == f"Звонила {MARK}, перезвонить {MARK}"
    assert ticket.note == f"{MARK} не дозвонилась"
    assert desk.ticket(other).description == f"Просит за {MARK}"
    for words in ("елкина", "345-67-89", "elkina"):
        assert desk.file.reader.find_requesters(words) == []
        assert desk.file.reader.count(View(TicketFilter(words=words)), desk.administrator) == 0
    told = str([entry.data for found in (own, other) for entry in desk.card(found).history])
    assert not [secret for secret in SECRETS if secret in told]
    assert f"Согласовала {MARK}." in told


@file_only
def test_nothing_is_left_on_the_disk(desk, own, other):
    before = raw_bytes(desk)
    assert all(secret.encode() in before for secret in SECRETS)
    erase(desk, own)
    after = raw_bytes(desk)
    assert not [secret for secret in SECRETS if secret.encode() in after]


def test_the_history_is_still_proved(desk, own, other):
    erase(desk, own)
    assert checks.check(desk.file.reader) == []
    assert desk.verbs(own) == ["register", "edit", "comment", "erase"]
    with behind(desk.place) as db:
        verbs = [row[0] for row in db.execute("SELECT verb FROM event WHERE ticket_id IS NULL")]
    assert verbs[-1] == "erase"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = replace(payload, '[удалено]', 'Иванова') WHERE verb = 'edit'",
        "UPDATE event SET payload = NULL, salt = NULL WHERE verb = 'edit'",
        "UPDATE event SET payload = NULL, salt = NULL WHERE verb = 'staff-add'",
        "UPDATE event SET payload = replace(payload, 'entries', 'others') WHERE verb = 'erase'",
        "DELETE FROM event WHERE verb = 'erase' AND ticket_id IS NOT NULL",
    ],
)
def test_only_what_was_erased_as_recorded_is_accepted(desk, own, statement):
    erase(desk, own)
    with behind(desk.place) as db:
        assert db.execute(statement).rowcount
    assert checks.verify(desk.file.reader)


def test_somebody_else_of_the_same_name_stays(desk, own):
    namesake = desk.register(requester={"name": NAME, "organisation": "Лицей №1", "phone": "55-66-77-88"})
    erase(desk, own)
    assert desk.ticket(namesake).requester.name == NAME
    assert desk.ticket(namesake).requester.phone == "55-66-77-88"
    assert checks.check(desk.file.reader) == []


def test_earlier_names_and_merged_doubles_go_as_well(desk, own):
    short = desk.register(requester={**ANNA, "name": "Ёлкина А.П."})
    keep = desk.ticket(own).requester.id
    desk.write(desk.supervisor, lambda db: directory.merge_people(db, keep, [short.requester.id]))
    erase(desk, own)
    assert desk.ticket(short).requester.name == MARK
    assert not [secret for secret in SECRETS if secret.encode() in raw_bytes(desk)]
    assert checks.check(desk.file.reader) == []


def test_two_persons_of_one_ticket(desk, own):
    kim = {"name": "Ким Ольга", "organisation": "МБОУ СОШ №5"}
    ticket = desk.do(desk.technician, own, "edit", {"requester": kim})
    second = desk.register(requester=ANNA)
    erase(desk, second)
    assert desk.ticket(ticket).requester.name == "Ким Ольга"
    assert checks.check(desk.file.reader) == []
    erase(desk, ticket)
    assert desk.ticket(ticket).requester.name == MARK
    assert checks.check(desk.file.reader) == []


def test_a_phone_number_is_not_found_in_moments_numbers_and_hashes(desk):
    ticket = desk.register(requester={**ANNA, "phone": "20-26-11"}, description="Номер 2026-000001")
    erase(desk, ticket)
    assert checks.check(desk.file.reader) == []
    assert desk.ticket(ticket).description == "Номер 2026-000001"


def test_the_names_of_attached_files(desk, own):
    name = f"Заявление {NAME}.pdf"
    kept = attachments.keep_bytes(desk.file.reader.attachments.files, b"%PDF", name, 1000)
    desk.write(desk.technician, lambda db: attachments.attach(db, own.id, kept, name))
    erase(desk, own)
    assert [file.name for file in desk.card(own).attachments] == [f"Заявление {MARK}.pdf"]
    assert checks.check(desk.file.reader) == []


def test_a_template_of_calls_no_longer_names_the_person(desk, own):
    for name, text in (("Обычное", "Закончился тонер"), ("Её", f"Просит {NAME}: тонер")):
        raw = {"description": text}
        desk.write(desk.technician, lambda db, n=name, r=raw: call_templates.save_template(db, n, r))
    desk.write(desk.technician, lambda db: call_templates.save_template(db, NAME, {"description": "x"}))
    erase(desk, own)
    kept = {one.name: one.fields["description"] for one in desk.file.reader.templates.of(desk.technician)}
    assert set(kept) == {"Обычное", "Её"}
    assert kept["Обычное"] == "Закончился тонер"
    assert kept["Её"] == f"Просит {MARK}: тонер"
    assert checks.verify(desk.file.reader) == []
    assert "лкина".encode() not in raw_bytes(desk)


def test_a_saved_view_that_looks_for_the_person_goes(desk, own):
    for view in (SavedView(f"Звонки: {NAME}"), SavedView("Школа", text=f'"{NAME}"'), SavedView("Мои", text="журнал")):
        desk.write(desk.technician, lambda db, view=view: views.save_view(db, view, shared=False))
    erase(desk, own)
    assert [view.name for view in desk.file.reader.saved_views(desk.technician)] == ["Мои"]
    assert "лкина".encode() not in raw_bytes(desk)


def test_it_goes_on_after_a_stop(desk, own, other, monkeypatch):
    monkeypatch.setattr(erasure, "BATCH", 1)

    def stop(done, total):
        if done:
            raise Cancelled

    contact = desk.ticket(own).requester.id
    with pytest.raises(Cancelled):
        erase(desk, own, stop)
    assert checks.check(desk.file.reader) == []
    plan = erasure.plan(desk.file.reader, desk.administrator, contact)
    erasure.run(desk.file.unit_of_work(desk.administrator), plan)
    assert desk.ticket(other).description == f"Просит за {MARK}"
    with pytest.raises(NotFound):
        erasure.plan(desk.file.reader, desk.administrator, contact)
    assert checks.check(desk.file.reader) == []


def test_only_an_administrator_may(desk, own):
    with pytest.raises(NotAllowed, match="erase a person"):
        erasure.plan(desk.file.reader, desk.supervisor, desk.ticket(own).requester.id)
    plan = planned(desk, own)
    with pytest.raises(NotAllowed):
        erasure.run(desk.file.unit_of_work(desk.supervisor), plan)
    assert desk.ticket(own).requester.name == NAME
