"""Files come in by button, drop and paste, are looked at and saved, and go out again; what is refused is said."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desk_app.services import attachments
from desk_app.storage.attachments import FileStore
from desk_app.ui.editor import attached
from desk_app.ui.editor.pane import TicketPane
from desk_app.ui.editor.picture import PictureDialog, decoded
from desk_app.ui.editor.taking import png
from desk_app.ui.editor.window import TicketWindow
from tests.support.desk import write
from tests.support.keys import CTRL

COPY = Qt.DropAction.CopyAction
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pane(qtbot, desk, root):
    pane = TicketPane(desk, root)
    pane.setWindowFlag(Qt.WindowType.Window)
    pane.resize(420, 700)
    pane.show()
    pane.show_ticket(1)
    qtbot.waitUntil(lambda: pane.card is not None)
    qtbot.waitUntil(pane.isActiveWindow)
    return pane


def drop(widget, *paths):
    """Drop files on `widget`; tell whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(9, 9), COPY, data, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPoint(9, 9), COPY, data, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def image(width=60, height=40):
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(30, 120, 200))
    return made


def names(pane):
    return [row.one.name for row in pane.files.rows.values()]


def attach(qtbot, pane, path):
    count = len(pane.files.rows)
    pane.files.attach([path])
    qtbot.waitUntil(lambda: len(pane.files.rows) == count + 1)
    return next(row for row in pane.files.rows.values() if row.one.name == path.name)


def written(path: Path, data: bytes = b"x") -> Path:
    path.write_bytes(data)
    return path


def test_several_files_are_dropped_and_told_in_the_history(qtbot, desk, pane, tmp_path):
    assert drop(pane, written(tmp_path / "a.txt"), written(tmp_path / "b.pdf", b"y" * 3000))
    qtbot.waitUntil(lambda: sorted(names(pane)) == ["a.txt", "b.pdf"])
    said = [label.text() for label in pane.history.findChildren(QLabel)]
    assert "File attached" in said
    assert "File: b.pdf · 3 KB" in said
    assert pane.files.hint.isHidden()


def test_the_room_below_a_file_stays_below_it(qtbot, pane, tmp_path):
    row = attach(qtbot, pane, written(tmp_path / "a.txt"))
    pane.window().resize(900, 1200)
    qtbot.waitUntil(lambda: row.height() == row.sizeHint().height())


def test_a_file_dropped_on_a_text_field_goes_to_the_ticket(qtbot, pane, tmp_path):
    assert drop(pane.comment.text.viewport(), written(tmp_path / "a.txt"))
    qtbot.waitUntil(lambda: names(pane) == ["a.txt"])
    assert pane.comment.text.value() == ""


def test_a_folder_is_refused_with_a_sentence_and_the_files_beside_it_are_taken(qtbot, desk, pane, tmp_path):
    (tmp_path / "folder").mkdir()
    drop(pane, tmp_path / "folder", written(tmp_path / "a.txt"))
    qtbot.waitUntil(lambda: names(pane) == ["a.txt"])
    assert [str(error) for error in desk.messages.errors] == [
        "A folder cannot be attached: folder. Attach the files in it, or pack it into an archive first."
    ]


@pytest.mark.parametrize(
    ("size", "sentence"), [(0, "is empty (0 bytes)"), (2 * 1024**3, "has 2048 MB; at most 50 MB can be attached")]
)
def test_an_empty_and_a_too_large_file_are_refused(qtbot, desk, pane, tmp_path, size, sentence):
    os.truncate(written(tmp_path / "a.bin"), size)
    pane.files.attach([tmp_path / "a.bin"])
    qtbot.waitUntil(lambda: bool(desk.messages.errors))
    assert sentence in str(desk.messages.errors[0])
    assert not names(pane)


def test_a_screenshot_is_pasted_anywhere_in_the_card(qtbot, pane):
    QApplication.clipboard().setImage(image())
    for place in (pane, pane.comment.text):
        place.setFocus()
        QTest.keyClick(place, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: len(names(pane)) >= 1)
    assert names(pane)[0].startswith("Screenshot 20")
    assert pane.comment.text.value() == ""
    QApplication.clipboard().clear()


def test_text_beside_a_picture_is_pasted_as_text(qtbot, pane):
    data = QMimeData()
    data.setImageData(image())
    data.setText("A1\tB1")
    QApplication.clipboard().setMimeData(data)
    pane.comment.text.setFocus()
    QTest.keyClick(pane.comment.text, Qt.Key.Key_V, CTRL)
    assert pane.comment.text.value() == "A1\tB1"
    qtbot.wait(100)
    assert not names(pane)
    QApplication.clipboard().clear()
    pane.comment.clear()


@pytest.mark.parametrize("with_text", [True, False])
def test_html_comes_in_as_plain_text(qtbot, pane, with_text):
    data = QMimeData()
    data.setHtml('<h1>Sale</h1><img src="file:///etc/passwd"><script>x()</script><b>50&nbsp;%</b>')
    if with_text:
        data.setText("Sale\n50 %")
    QApplication.clipboard().setMimeData(data)
    pane.edit()
    text, line = pane.editor.rows.rows["description"].input, pane.editor.rows.rows["phone"].input
    for box in (text, line):
        box.selectAll()
        QTest.keyClick(box, Qt.Key.Key_V, CTRL)
    assert text.value().split() == ["Sale", "50", "%"]
    assert line.value().split() == ["Sale", "50", "%"]
    assert not text.document().allFormats()[0].isImageFormat()
    QApplication.clipboard().clear()
    pane.editor.keeping.forget()
    pane._close_editor()


def test_a_picture_is_shown_small_and_large_and_saved(qtbot, desk, pane, tmp_path, monkeypatch):
    row = attach(qtbot, pane, written(tmp_path / "shot.png", png(image(3000, 2000))))
    qtbot.waitUntil(lambda: row.symbol.property("desk_icon") is None)
    row.symbol.click()
    qtbot.waitUntil(lambda: pane.findChild(PictureDialog) is not None)
    dialog = pane.findChild(PictureDialog)
    assert not dialog.label.pixmap().isNull()
    dialog.accept()
    monkeypatch.setattr(attached, "ask_target", lambda _parent, name: tmp_path / f"copy-{name}")
    row.save.click()
    qtbot.waitUntil((tmp_path / "copy-shot.png").exists)
    qtbot.waitUntil(lambda: any("Saved" in remark for remark in desk.messages.remarks))


def test_what_is_no_picture_is_not_drawn():
    assert decoded(b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>') is None
    assert decoded(b"<html>") is None


def test_a_file_is_opened_as_a_copy_by_its_program(qtbot, pane, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(attached, "show_file", opened.append)
    attach(qtbot, pane, written(tmp_path / "a.txt")).symbol.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0] != tmp_path / "a.txt"


def test_a_dangerous_kind_is_only_saved_after_a_warning(qtbot, desk, pane, tmp_path, monkeypatch):
    monkeypatch.setattr(attached, "show_file", lambda path: pytest.fail(f"{path} was opened"))
    monkeypatch.setattr(attached, "ask_target", lambda _parent, name: tmp_path / f"copy-{name}")
    row = attach(qtbot, pane, written(tmp_path / "report.pdf.exe"))
    desk.messages.answers = [False, True]
    row.symbol.click()
    assert "could start a program" in desk.messages.questions[0]
    assert "pretends" in desk.messages.questions[0]
    assert not (tmp_path / "copy-report.pdf.exe").exists()
    row.symbol.click()
    qtbot.waitUntil((tmp_path / "copy-report.pdf.exe").exists)


def test_a_removed_file_is_put_back_with_a_click(qtbot, pane, tmp_path, card):
    row = attach(qtbot, pane, written(tmp_path / "a.txt"))
    row.remove.click()
    qtbot.waitUntil(lambda: not names(pane))
    assert pane.files.removed.isVisible()
    pane.files.removed.button.click()
    qtbot.waitUntil(lambda: names(pane) == ["a.txt"])
    assert [entry.verb for entry in card(1).history[-3:]] == ["attach", "detach", "attach"]


def test_missing_content_is_a_sentence(qtbot, desk, pane, tmp_path, office_path):
    row = attach(qtbot, pane, written(tmp_path / "a.txt"))
    for path in desk._place.copy.ask(lambda copy: copy.reader.attachments.files.folder).rglob("*"):
        if path.is_file():
            path.unlink()
    row.symbol.click()
    qtbot.waitUntil(lambda: bool(desk.messages.errors))
    assert "is missing from the folder" in str(desk.messages.errors[0])


def test_a_large_file_shows_its_progress_and_can_be_stopped(qtbot, desk, pane, tmp_path, monkeypatch):
    keep, waiting = FileStore.keep, []

    def slow(store, chunks):
        def held():
            for chunk in chunks:
                yield chunk
                while not waiting:
                    pass

        return keep(store, held())

    monkeypatch.setattr(FileStore, "keep", slow)
    pane.files.attach([written(tmp_path / "big.bin", b"x" * 4 * 1024 * 1024)])
    copying = pane.files._copying.itemAt(0).widget()
    qtbot.waitUntil(copying.bar.isVisible)
    copying.stop.click()
    waiting.append(True)
    qtbot.waitUntil(lambda: pane.files._copying.count() == 0)
    assert not names(pane)
    assert not desk.messages.errors


def test_without_the_right_files_are_only_looked_at(qtbot, pane, desk, office_path, monkeypatch):
    monkeypatch.setattr(type(desk.office), "may", lambda _office, _person, right: right != "attach")
    pane.show_ticket(2)
    qtbot.waitUntil(lambda: pane.card is not None)
    assert not pane.files.ready
    assert pane.files.isHidden()
    assert not drop(pane, office_path)


def test_a_colleagues_file_appears_by_itself(qtbot, pane, desk, office_path, tmp_path):
    files = desk._place.copy.ask(lambda copy: copy.reader.attachments.files)
    kept = attachments.keep_bytes(files, b"hello", "hello.txt", 1000)
    write(office_path, "kim", lambda db: attachments.attach(db, 1, kept, "hello.txt"))
    desk.look()
    qtbot.waitUntil(lambda: names(pane) == ["hello.txt"])


def test_files_of_a_new_call_are_attached_when_it_has_its_number(qtbot, registration, card, tmp_path):
    registration.form.fill({"name": "A", "description": "B"})
    assert drop(registration, written(tmp_path / "a.txt"))
    QApplication.clipboard().setImage(image())
    QTest.keyClick(registration, Qt.Key.Key_V, CTRL)
    assert len(registration.files.waiting) == 2
    registration.save()
    qtbot.waitUntil(lambda: bool(registration.numbers))
    qtbot.waitUntil(lambda: len(card(registration.numbers[0]).attachments) == 2)
    QApplication.clipboard().clear()


def test_a_file_is_attached_though_its_window_is_closed_meanwhile(qtbot, desk, root, card, tmp_path):
    window = TicketWindow.open(desk, 1, root)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    window.pane.files.attach([written(tmp_path / "big.bin", b"x" * 4 * 1024 * 1024)])
    window.close()
    qtbot.waitUntil(lambda: [one.name for one in card(1).attachments] == ["big.bin"])
    assert not desk.messages.bugs
