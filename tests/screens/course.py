"""The course of a ticket as pictures: questionnaire and script, agreements, developers, checks, ratings."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.services import attachments, tickets
from desk_app.storage import open_office
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.window import TicketWindow
from tests.screens.stage import SIZES, close, seated, spin, until
from tests.support.desk import make_office, write

WORDS = {
    "ru": {
        "error": "Отчёт по кадрам не строится: «ошибка 500»",
        "user": ("Сериков Арман", "Акимат города", "2-44-90"),
        "steps": "1. Открыть «Отчёты»\n2. Нажать «Построить»",
        "reason": "Нужен разбор базы: запрос не проходит",
        "fix": "Исправлен запрос отчёта",
        "again": "За прошлый год отчёт пуст",
        "medium": "Средняя",
        "phone": "по телефону",
        "quick": "Быстро и вежливо",
        "desk": "Рабочий стол новому бухгалтеру",
        "position": "Бухгалтер",
        "room": "кабинет 204",
        "scan": "Письмо 14-2.pdf",
    },
    "en": {
        "error": "The staff report is not made: “error 500”",
        "user": ("Serikov Arman", "City office", "2-44-90"),
        "steps": "1. Open “Reports”\n2. Press “Make”",
        "reason": "The database has to be looked at: the query fails",
        "fix": "The query of the report is mended",
        "again": "The report of last year is empty",
        "medium": "Medium",
        "phone": "by phone",
        "quick": "Quick and friendly",
        "desk": "A work desk for the new accountant",
        "position": "Accountant",
        "room": "room 204",
        "scan": "Letter 14-2.pdf",
    },
}


def course(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the screens of the office with two lines, and of the one with a catalogue."""
    two_lines, catalogue = (
        folder / f"course-{profile}-{language}.desk" for profile in ("two-line", "service-catalogue")
    )
    if not two_lines.exists():
        make_office(two_lines, profile="two-line", language=language)
        make_office(catalogue, profile="service-catalogue", language=language)
        play_lines(two_lines, language)
        play_chain(catalogue, language)
    with seated(two_lines, "ivanov") as desk:
        yield from calls(desk, language)
        yield from cards(desk, ("hand-over", 1, "return"), ("verification", 2, "rework"), ("rating", 3, "rate"))
        yield from cards(desk, ("consultation", 4, "escalate"))
    with seated(two_lines, "kim") as desk:
        yield from cards(desk, ("to-rate", 5, "rate"))
    with seated(catalogue, "boss") as desk:
        yield from service_call(desk, language)
        yield from cards(desk, ("approval-chain", 1, "approve"), ("appointment", 2, "appoint"))


def play_lines(path: Path, language: str) -> None:
    """Let one error be with the developers, one wait for its check, one be rated, one
    wait for that, and advice be given."""
    words = WORDS[language]
    error = {**_caller(language), "description": words["error"], "service": "system-error"}
    asked = {**error, "answers": {"login": "serikov", "steps": words["steps"]}}
    advice = {**error, "service": "use", "kind": "consultation"}
    ago = datetime.now(UTC)
    for raw, minutes in ((asked, 90), (asked, 80), (error, 70), (advice, 13), (error, 60)):
        taken = ago - timedelta(minutes=minutes)
        write(path, "ivanov", lambda db, raw=raw, taken=taken: tickets.register(db, raw, taken=taken))
    do(path, 1, "escalate", to="line-2", reason=words["reason"])
    for ticket in (1, 2):
        do(path, ticket, "hand-over", to="developers")
    do(path, 2, "return", complexity=words["medium"], fix_by=str((ago + timedelta(days=9)).date()))
    do(path, 2, "solve", solution=words["fix"])
    do(path, 2, "rework", reason=words["again"])
    do(path, 2, "solve", solution=words["fix"])
    for ticket in (3, 5):
        do(path, ticket, "solve", solution=words["fix"])
        do(path, ticket, "verify")
        do(path, ticket, "close", confirmed_by=words["user"][0], how=words["phone"])
    do(path, 3, "rate", "kim", score=5, comment=words["quick"])


def play_chain(path: Path, language: str) -> None:
    """Let an account be agreed to by two of four, and an appointment be made."""
    words = WORDS[language]
    level = {"ru": "Просмотр", "en": "Read"}[language]
    answers = {"position": words["position"], "access_level": level}
    raw = {**_caller(language), "description": words["desk"], "service": "desk-automation", "answers": answers}
    meeting = {**_caller(language), "description": words["desk"], "service": "analysis-meeting", "mode": "on-site"}
    for call in (raw, meeting):
        write(path, "ivanov", lambda db, call=call: tickets.register(db, call))
    with open_office(path) as file:
        kept = attachments.keep_bytes(file.reader.attachments.files, b"%PDF-1.4 letter", words["scan"], 1_000_000)
    write(path, "boss", lambda db: attachments.attach(db, 1, kept, words["scan"]))
    do(path, 1, "approve", "boss", letter_no="14/2", letter_date="2026-11-18", scan=words["scan"])
    do(path, 1, "approve", "boss", letter_no="К-77", letter_date="2026-11-20")
    tomorrow = (datetime.now() + timedelta(days=1)).replace(hour=10, minute=0)
    do(path, 2, "appoint", when=tomorrow.isoformat(timespec="minutes"), place=words["room"], minutes=90)
    do(path, 2, "remind", when=(datetime.now() + timedelta(hours=3)).isoformat(timespec="minutes"))


def do(path: Path, ticket: int, verb: str, login: str = "ivanov", **raw: object) -> None:
    """Take a step as a colleague."""
    write(path, login, lambda db: tickets.do(db, ticket, verb, raw))


def calls(desk: Desk, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give a new call with its script and the questions of its service, and a consultation near its end."""
    words, root = WORDS[language], QWidget()
    root.show()
    window = RegistrationWindow.open(desk, root)
    window.resize(*SIZES[0])
    name, organisation, phone = words["user"]
    window.form.fill({"name": name, "organisation": organisation, "phone": phone, "description": words["error"]})
    window.form.rows["service"].input.box.setEditText(desk.office.choices("service").label("system-error"))
    window.form.fill({"answers.login": "serikov", "answers.steps": words["steps"]})
    window.clock.opened -= timedelta(seconds=41)
    window.clock.show()
    spin(300)
    window.form.rows["answers.steps"].input.setFocus()
    spin(100)
    yield "registration-questionnaire", window
    window.form.rows["kind"].input.set_value("consultation")
    window.form.about.follow()
    window.consult.opened -= timedelta(minutes=13)
    window.clock.opened -= timedelta(seconds=100)
    window.clock.show()
    window.consult.show()
    window.ui.scroll.verticalScrollBar().setValue(0)
    spin(300)
    yield "registration-consultation", window
    window.form.dirty = False
    close(root)


def service_call(desk: Desk, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give a new call about a service with its estimate, its prerequisites and its agreements."""
    words, root = WORDS[language], QWidget()
    root.show()
    window = RegistrationWindow.open(desk, root)
    window.resize(*SIZES[0])
    window.form.fill({"name": words["user"][0], "description": words["desk"]})
    window.form.rows["service"].input.box.setEditText(desk.office.choices("service").label("desk-automation"))
    window.form.rows["mode"].input.set_value("on-site")
    window.form.about.follow()
    window.form.fill({"appoint.place": words["room"]})
    spin(300)
    yield "registration-service", window
    window.form.dirty = False
    close(root)


def cards(desk: Desk, *scenes: tuple[str, int, str]) -> Iterator[tuple[str, QWidget]]:
    """Give the card of each scene, and what its step asks."""
    root = QWidget()
    root.show()
    for name, ticket_id, verb in scenes:
        window = TicketWindow.open(desk, ticket_id, root)
        window.resize(*SIZES[0])
        until(lambda window=window: window.pane.card is not None)
        spin(300)
        yield name, window
        window.pane.course_of.ask(verb)
        spin(200)
        for dialog in [one for one in window.findChildren(StepDialog) if one.isVisible()]:
            yield f"{name}-step", dialog
            dialog.dirty = False
            dialog.reject()
        window.close()
    close(root)


def _caller(language: str) -> dict[str, Any]:
    name, organisation, phone = WORDS[language]["user"]
    return {"requester": {"name": name, "organisation": organisation, "phone": phone}}
