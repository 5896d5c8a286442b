"""Nothing typed is lost: not by kill -9, not by another ticket, not by closing a window."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from shiboken6 import isValid

from desk_app.app.drafts import Draft, DraftKey, DraftStore
from desk_app.domain import workflow
from desk_app.services import tickets
from desk_app.ui.editor.conflict import ConflictDialog
from desk_app.ui.editor.offer import DraftsDialog, beginning, offer_drafts
from desk_app.ui.editor.pane import TicketPane
from desk_app.ui.editor.registration import RegistrationWindow
from desk_app.ui.editor.steps import StepDialog
from desk_app.ui.editor.window import TicketWindow
from desk_app.ui.main_window import MainWindow
from tests.support.desk import follow, sit_down, write
from tests.support.keys import type_text

ROOT = Path(__file__).parents[3]
ALPHABET = "".join(chr(ord("а") + number) for number in range(32))
LATE = 2.0
"""What was typed so many seconds before the end must be there; it is less than half a second on an idle machine."""


def program(path, act):
    command = [sys.executable, "-m", "tests.ui.editor.typist", str(path), "ivanov", act]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


def killed_while_typing(path, act, letters):
    """Type with the real program, kill it in the middle, and return how many letters must come back."""
    running = program(path, act)
    typed = []
    while not typed or typed[-1][0] < letters:
        line = running.stdout.readline()
        assert line, "the program ended by itself"
        typed.append(json.loads(line))
    running.send_signal(signal.SIGKILL)
    ended = time.time()
    assert running.wait(30) == -signal.SIGKILL
    running.stdout.close()
    return max((number for number, moment in typed if moment < ended - LATE), default=0)


def next_start(path):
    running = program(path, "look")
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    return json.loads(out.splitlines()[-1])


def is_beginning(text, at_least):
    """Tell whether `text` is how the typing began, with so many letters."""
    whole = ALPHABET * (len(text) // len(ALPHABET) + 1)
    return bool(text) and len(text) >= at_least and whole.startswith(text)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of the other systems")
def test_what_is_typed_into_a_new_call_outlives_kill_9(office_path):
    at_least = killed_while_typing(office_path, "type-call", 250)
    given = next_start(office_path)
    assert len(given["titles"]) == 1
    assert given["titles"][0].startswith("Open it: New call")
    assert is_beginning(given["calls"][0], at_least)
    assert given["bars"] == [True]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of the other systems")
def test_what_is_typed_into_a_card_outlives_kill_9(office_path):
    at_least = killed_while_typing(office_path, "type-card", 250)
    given = next_start(office_path)
    assert len(given["titles"]) == 2
    assert is_beginning(given["note"], at_least)
    assert given["bar"].startswith("Typed on ")
    assert given["comment"] == "half a comment"


# -- in one process: `crashed` stands for the kill ----


@contextmanager
def crashed(path, login="ivanov"):
    """Give a desk of an earlier run; afterwards its drafts are all that is left of it."""
    seated = sit_down(path, login)
    yield seated
    seated.close()


@pytest.fixture
def shown(qtbot, root):
    def show(desk, ticket_id=1):
        pane = TicketPane(desk, root)
        pane.setWindowFlag(Qt.WindowType.Window)
        pane.resize(420, 640)
        pane.show()
        follow(qtbot, desk)
        pane.show_ticket(ticket_id)
        qtbot.waitUntil(lambda: pane.card is not None)
        return pane

    return show


def test_a_card_is_given_back_with_a_bar_and_its_version(qtbot, office_path, desk, shown, card):
    with crashed(office_path) as before:
        pane = shown(before)
        pane.edit()
        pane.editor.rows.fill({"note": "mine"})
        pane.put_aside()
    write(office_path, "kim", lambda db: tickets.do(db, 1, "edit", {"note": "theirs"}))
    write(office_path, "kim", lambda db: tickets.do(db, 1, "edit", {"requester": {"phone": "22"}}))
    pane = shown(desk)
    assert pane.editor.rows.values()["note"] == "mine"
    qtbot.waitUntil(pane.editor.draft.isVisible)
    assert pane.editor.rows.rows["note"].said == "A colleague wrote: theirs"
    assert pane.editor.rows.values()["phone"] == "22"
    pane.editor.save()
    qtbot.waitUntil(lambda: pane.findChild(ConflictDialog) is not None)
    pane.findChild(ConflictDialog).accept()
    qtbot.waitUntil(lambda: card(1).ticket.note == "mine")
    qtbot.waitUntil(lambda: pane.editor is None)
    desk.drafts.close()
    assert not DraftStore().left(desk.epoch, desk.me.id)


def test_discarding_goes_back_to_what_is_saved(qtbot, office_path, desk, shown, card):
    with crashed(office_path) as before:
        pane = shown(before)
        pane.edit()
        pane.editor.rows.fill({"note": "mine"})
        pane.comment.text.set_value("half a comment")
        pane.put_aside()
    pane = shown(desk)
    pane.editor.draft.button.click()
    assert pane.editor is None
    assert pane.comment.draft.isVisible()
    pane.comment.draft.button.click()
    assert pane.comment.text.value() == ""
    pane.put_aside()
    assert not desk.drafts.left(desk.epoch, desk.me.id)
    assert card(1).ticket.note == ""


def test_a_comment_emptied_by_hand_does_not_come_back(office_path, desk, shown):
    with crashed(office_path) as before:
        pane = shown(before)
        pane.comment.text.set_value("half a comment")
        pane.put_aside()
    pane = shown(desk)
    assert pane.comment.text.value() == "half a comment"
    pane.comment.text.set_value("")
    pane.put_aside()
    assert not desk.drafts.left(desk.epoch, desk.me.id)


def test_a_comment_sent_leaves_no_draft(qtbot, desk, shown, card):
    pane = shown(desk)
    pane.comment.text.set_value("done")
    pane.comment.send.click()
    pane.show_ticket(2)
    qtbot.waitUntil(lambda: any(entry.verb == "comment" for entry in card(1).history))
    qtbot.waitUntil(lambda: not desk.drafts.left(desk.epoch, desk.me.id))


def test_two_windows_on_one_ticket_keep_each_their_own(qtbot, office_path, desk, shown):
    with crashed(office_path) as before:
        for text in ("first", "second"):
            shown(before).comment.text.set_value(text)
        assert len(before.drafts.claims) == 2
        qtbot.waitUntil(lambda: len(before.drafts.left(before.epoch, before.me.id)) == 2)
    assert {shown(desk).comment.text.value(), shown(desk).comment.text.value()} == {"first", "second"}


def test_a_call_comes_back_with_its_caller_and_its_files(qtbot, office_path, desk, root, tmp_path, card):
    (tmp_path / "log.txt").write_text("x")
    with crashed(office_path) as before:
        window = RegistrationWindow.open(before, root)
        window.form.fill({"name": "Petrova Anna", "description": "No paper"})
        window.ui.answered.setChecked(True)
        window.form.fill({"solution": "Take the other one"})
        window.files.put([tmp_path / "log.txt"])
        window.files.waiting["Screenshot.png"] = QImage(2, 2, QImage.Format.Format_RGB32)
        assert window.leave()
        assert not before.messages.questions
    offer_drafts(desk, desk.drafts, root)
    qtbot.waitUntil(lambda: root.findChild(DraftsDialog) is not None)
    dialog = root.findChild(DraftsDialog)
    assert "New call" in dialog.lines[0].open.accessibleName()
    dialog.lines[0].open.click()
    assert not dialog.isVisible()
    window = root.findChildren(RegistrationWindow)[-1]
    assert window.form.values()["name"] == "Petrova Anna"
    assert window.form.solution() == "Take the other one"
    assert window.files.paths() == [str(tmp_path / "log.txt")]
    assert window.draft.isVisible()
    numbers = []
    window.registered.connect(numbers.append)
    window.save()
    qtbot.waitUntil(lambda: bool(numbers))
    qtbot.waitUntil(lambda: [one.name for one in card(numbers[0]).attachments] == ["log.txt"])
    assert card(numbers[0]).ticket.status == "closed"
    window.close()
    qtbot.waitUntil(lambda: not desk.drafts.left(desk.epoch, desk.me.id))


def test_a_draft_that_is_damaged_is_told_of_when_the_program_starts(desk, root):
    desk.drafts.save(DraftKey(desk.epoch, desk.me.id, "comment", 1), {"text": "x"})
    (path,) = desk.drafts.folder.glob("*.json")
    path.write_text("{")
    offer_drafts(desk, desk.drafts, root)
    (aside,) = desk.drafts.folder.glob("*.broken")
    assert [str(aside) in str(told) for told in desk.messages.errors] == [True]


def test_what_a_step_asked_comes_back(qtbot, office_path, desk, root):
    with crashed(office_path) as before:
        dialog = step_dialog(qtbot, before, root, "solve")
        dialog.rows.fill({"solution": "New toner"})
        leave(qtbot, dialog, root)
    offer_drafts(desk, desk.drafts, root)
    qtbot.waitUntil(lambda: root.findChild(DraftsDialog) is not None)
    offered = root.findChild(DraftsDialog)
    assert "Solve" in offered.lines[0].open.accessibleName()
    offered.lines[0].open.click()
    window = root.findChild(TicketWindow)
    qtbot.waitUntil(lambda: window.pane.findChild(StepDialog) is not None)
    dialog = window.pane.findChild(StepDialog)
    assert dialog.rows.values()["solution"] == "New toner"
    assert dialog.draft.isVisible()
    dialog.draft.button.click()
    assert dialog.rows.values()["solution"] == ""
    dialog.reject()
    window.close()
    assert not desk.drafts.left(desk.epoch, desk.me.id)


def leave(qtbot, dialog, root):
    """Let the dialog and the windows go as a crash does: the draft stays."""
    dialog.keeping.leave()
    dialog.dirty = False
    dialog.reject()
    for window in root.findChildren(TicketWindow):
        window.close()
    qtbot.waitUntil(lambda: not root.findChildren(TicketWindow))


def step_dialog(qtbot, desk, root, verb):
    window = TicketWindow.open(desk, 1, root)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    step = next(s for s in workflow.next_steps(desk.office, window.pane.card.ticket, desk.me) if s.verb == verb)
    return StepDialog.open_for(desk, window.pane.card.ticket, step, root)


def test_a_step_not_possible_any_more_leaves_its_words_in_the_comment(qtbot, office_path, desk, root):
    with crashed(office_path) as before:
        dialog = step_dialog(qtbot, before, root, "solve")
        dialog.rows.fill({"solution": "New toner"})
        leave(qtbot, dialog, root)
    write(office_path, "kim", lambda db: tickets.do(db, 1, "solve", {"solution": "Theirs"}))
    write(office_path, "kim", lambda db: tickets.do(db, 1, "close", {}))
    follow(qtbot, desk)
    offer_drafts(desk, desk.drafts, root)
    qtbot.waitUntil(lambda: root.findChild(DraftsDialog) is not None)
    root.findChild(DraftsDialog).lines[0].open.click()
    window = next(one for one in root.findChildren(TicketWindow) if one.pane._desk is desk)
    qtbot.waitUntil(lambda: "New toner" in window.pane.comment.text.value())
    assert "not possible any more" in str(desk.messages.errors[0])
    window.close()


def test_what_is_not_wanted_is_thrown_away_from_the_list(qtbot, office_path, desk, root, shown):
    with crashed(office_path) as before:
        pane = shown(before)
        pane.comment.text.set_value("half a comment")
        pane.put_aside()
    offer_drafts(desk, desk.drafts, root)
    qtbot.waitUntil(lambda: root.findChild(DraftsDialog) is not None)
    dialog = root.findChild(DraftsDialog)
    QTest.keyClick(dialog.lines[0].discard, Qt.Key.Key_Space)
    assert not dialog.isVisible()
    assert not desk.drafts.left(desk.epoch, desk.me.id)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "Serikov", "description": ""}, "Serikov"),
        ({"name": "Serikov", "phone": "2-44-90"}, "Serikov · 2-44-90"),
        ({"name": "Serikov", "phone": "2-44-90", "description": "No\npaper"}, "Serikov · No paper"),
        ({"kind": "request", "description": "No paper"}, "No paper"),
    ],
)
def test_a_draft_is_told_by_how_it_begins(fields, said):
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert beginning(Draft(DraftKey("epoch", 1, 0, "call-1"), {"fields": fields}, 0, at)) == said


def test_the_drafts_of_others_are_not_offered(qtbot, office_path, desk, root, shown):
    with crashed(office_path, "kim") as before:
        pane = shown(before)
        pane.comment.text.set_value("half a comment")
        pane.put_aside()
    offer_drafts(desk, desk.drafts, root)
    qtbot.wait(100)
    assert root.findChild(DraftsDialog) is None


def test_the_window_closes_without_a_question_and_keeps_everything(qtbot, office_path, desk):
    main = MainWindow(desk, office_path)
    main.show()
    call = RegistrationWindow.open(desk, main)
    type_text(call, "Petrova")
    window = TicketWindow.open(desk, 2, main)
    qtbot.waitUntil(lambda: window.pane.card is not None)
    window.pane.comment.text.set_value("half a comment")
    assert main.close()
    qtbot.waitUntil(lambda: not isValid(call))
    assert not desk.messages.questions
    left = desk.drafts.left(desk.epoch, desk.me.id)
    assert {draft.key.ticket for draft in left} == {0, 2}
    main.deleteLater()
