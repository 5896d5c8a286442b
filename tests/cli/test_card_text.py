"""A ticket as text: everything in words, its history too."""

from pathlib import Path

from desk_app import i18n
from desk_app.cli.card import card_text
from desk_app.domain.tickets import Ticket
from desk_app.services import attachments
from desk_app.services.story_words import NAMES
from desk_app.services.ticket_json import card_json
from tests.support.office import Desk, make_desk

ANSWERS = {"login": "a.ivanova", "steps": "Открыть карточку"}


def text_of(desk: Desk, ticket: Ticket) -> str:
    with i18n.speaking("en"):
        return card_text(desk.office, card_json(desk.office, desk.file.reader.staff(), desk.card(ticket)))


def test_a_changed_questionnaire_is_told_by_its_questions(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "two-line", "en")
    ticket = desk.register(type="error", service="system-error", answers=ANSWERS)
    desk.do(desk.technician, ticket, "edit", {"answers": {"steps": "Press Save"}})
    told = text_of(desk, ticket).split("\n\n", 1)[1]
    label = desk.office.choices("question").label("steps")
    assert f"    {label}: Открыть карточку → Press Save" in told.splitlines()
    assert "a.ivanova" not in told  # what stayed is no change
    desk.file.close()


def test_the_course_of_a_ticket_is_told_without_names_of_keys(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "two-line", "en")
    ticket = desk.register(type="error", service="system-error", answers=ANSWERS)
    steps = (
        ("appoint", {"when": "2026-11-03T11:00", "place": "214"}),
        ("call-off", {"reason": "Ill"}),
        ("edit", {"requester": {"name": "Kim O.", "room": "7"}, "note": "x"}),
        ("remind", {"when": "2026-11-03T11:00"}),
    )
    for verb, answer in steps:
        ticket = desk.do(desk.administrator, ticket, verb, answer)
    told = text_of(desk, ticket)
    assert not [name for name in Ticket.__dataclass_fields__ if f"    {name}:" in told]
    assert "Call promised" in told
    assert "When: 2026-11-03 11:00" in told
    desk.file.close()


def test_a_field_is_called_the_same_here_and_in_the_window(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "two-line", "en")
    ticket = desk.do(desk.administrator, desk.register(), "remind", {"when": "2026-11-03T11:00"})
    assert f"{NAMES['remind_at']}: 2026-11-03 11:00" in text_of(desk, ticket)
    desk.file.close()


def test_a_file_is_called_a_file(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "two-line", "en")
    ticket = desk.register()
    kept = attachments.keep_bytes(desk.file.reader.attachments.files, b"log", "журнал.txt", 1024)
    desk.write(desk.technician, lambda db: attachments.attach(db, ticket.id, kept, "журнал.txt"))
    (attached,) = desk.file.reader.card(ticket.id).attachments
    desk.write(desk.technician, lambda db: attachments.detach(db, attached.id))
    told = text_of(desk, ticket).splitlines()
    assert told.count("    File: журнал.txt") == 2
    assert not [line for line in told if "Requester: журнал.txt" in line]
    desk.file.close()
