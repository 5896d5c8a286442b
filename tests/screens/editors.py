"""Conflicts, attached files and drafts as pictures."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain import workflow
from desk_app.ui.editor.conflict import Clash, ConflictDialog
from desk_app.ui.editor.offer import DraftsDialog, offer_drafts
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.taking import png
from desk_app.ui.editor.window import TicketWindow
from tests.screens.stage import close, spin, until

WORDS = {
    "ru": {
        "note": ("Перезвонить после обеда, в кабинете 91 никого нет.", "Звонили: просят прийти в пятницу."),
        "additional_info": (
            "Браузер, 24-я версия. Выход и вход не помогают, на соседнем компьютере всё открывается.",
            "Проверили на трёх компьютерах: не открывается ни на одном.\n" * 8,
        ),
        "phone": ("2-44-90", "2-44-91"),
        "labels": {"note": "Примечание", "additional_info": "Дополнительные сведения", "phone": "Телефон"},
        "comment": "Заказали новый картридж, ждём до среды",
        "call": ("Петрова Анна", "Не открывается журнал 5 «Б» класса"),
        "files": ("экран с ошибкой.png", "Заявка на доступ.pdf", "журнал.xlsx", "обновление.pdf.exe"),
    },
    "en": {
        "note": ("Call back after lunch, nobody is in room 91.", "They called: please come on Friday."),
        "additional_info": (
            "Browser, version 24. Signing out does not help; the computer beside it opens everything.",
            "Tried on three computers: it opens on none of them.\n" * 8,
        ),
        "phone": ("2-44-90", "2-44-91"),
        "labels": {"note": "Note", "additional_info": "Additional information", "phone": "Phone"},
        "comment": "A new cartridge is ordered, expected on Wednesday",
        "call": ("Petrova Anna", "The class journal of 5B does not open"),
        "files": ("screen with error.png", "Request for access.pdf", "journal.xlsx", "update.pdf.exe"),
    },
}


def editors(desk: Desk, language: str, ticket_id: int, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Give the conflict dialog, the files of a card and of a new call, and what was not saved."""
    words, root = WORDS[language], QWidget()
    root.show()
    window = TicketWindow.open(desk, ticket_id, root)
    until(lambda: window.pane.card is not None)
    entry = window.pane.card.history[-1]
    clashes = [Clash(code, words["labels"][code], *words[code], entry) for code in ("note", "phone", "additional_info")]
    dialog = ConflictDialog.open_for(desk, clashes, window)
    spin(100)
    yield "conflict", dialog
    dialog.reject()
    paths = sample_files(folder, words["files"])
    window.pane.files.attach(paths)
    with suppress(TimeoutError):
        until(lambda: len(window.pane.files.rows) >= len(paths))
    spin(400)
    yield "attachments", window
    row = next(iter(window.pane.files.rows.values()))
    row.remove.click()
    until(window.pane.files.removed.isVisible)
    yield "attachments-removed", window
    window.pane.comment.text.set_value(words["comment"])
    window.pane.edit()
    window.pane.editor.rows.fill({"note": words["note"][0]})
    window.close()
    window = TicketWindow.open(desk, ticket_id, root)
    until(lambda: window.pane.card is not None)
    yield "draft-card", window
    yield from steps(desk, window, words)
    call = RegistrationWindow.open(desk, root)
    call.form.fill({"name": words["call"][0], "description": words["call"][1]})
    call.files.put(paths[1:3])
    spin(100)
    yield "registration-files", call
    call.leave()
    window.close()
    offer_drafts(desk, desk.drafts, root)
    until(lambda: root.findChild(DraftsDialog) is not None)
    offered = root.findChild(DraftsDialog)
    yield "drafts", offered
    for line in list(offered.lines):
        line.discard.click()
    close(root)


def steps(desk: Desk, window: TicketWindow, words) -> Iterator[tuple[str, QWidget]]:
    """Give a step that a colleague's one came before."""
    card = window.pane.card
    step = workflow.next_steps(desk.office, card.ticket, desk.me)[0]
    dialog = StepDialog.open_for(desk, card.ticket, step, window)
    if dialog is not None:
        next(iter(dialog.rows.rows.values())).input.set_value(words["comment"])
        spin(500)
        dialog.keeping.leave()
        dialog.dirty = False
        dialog.reject()
    again = StepDialog.open_for(desk, card.ticket, step, window)
    if again is not None:
        yield "draft-step", again
        again.keeping.leave()
        again.dirty = False
        again.reject()


def sample_files(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """Return files of these names; the first is a picture."""
    folder.mkdir(exist_ok=True)
    for place, name in enumerate(names):
        (folder / name).write_bytes(screenshot() if place == 0 else bytes([65 + place]) * 40_000 * place)
    return [folder / name for name in names]


def screenshot() -> bytes:
    """Return the picture of a window with an error."""
    image = QImage(800, 500, QImage.Format.Format_RGB32)
    image.fill(QColor(225, 230, 238))
    with QPainter(image) as painter:
        painter.fillRect(0, 0, 800, 60, QColor(40, 90, 160))
        painter.fillRect(200, 170, 400, 180, Qt.GlobalColor.white)
        painter.setFont(QFont("", 40))
        painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, "500")
    return png(image)
