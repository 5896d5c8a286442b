"""Many tickets at once, and views under a name."""

from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import BadInput, Cancelled, NotAllowed
from desk_app.domain.view import Queue, SavedView, Sort, SortColumn
from desk_app.services import bulk, checks
from desk_app.services.views import forget_view, save_view
from tests.support.office import Desk, make_desk


def test_what_the_preview_promises_is_done(desk: Desk) -> None:
    open_ids = [desk.register().id for _ in range(30)]
    waits = desk.register(type="error")
    closed = desk.register()
    desk.do(desk.technician, closed, "solve", {"solution": "x"})
    ids = [*open_ids, waits.id, closed.id]
    seen = bulk.preview(desk.file.reader, desk.technician, ids, "solve")
    result = bulk.apply(desk.file.unit_of_work(desk.technician), ids, "solve", {"solution": "Общий сбой устранён"})
    assert seen.done == result.done == open_ids
    assert [refused.ticket_id for refused in seen.refused] == [waits.id, closed.id]
    assert [(r.ticket_id, str(r.why)) for r in seen.refused] == [(r.ticket_id, str(r.why)) for r in result.refused]
    assert all(desk.ticket(ticket_id).solution == "Общий сбой устранён" for ticket_id in open_ids)
    assert checks.check(desk.file.reader) == []


def test_an_answer_that_cannot_be_taken_changes_nothing(desk: Desk) -> None:
    ids = [desk.register().id for _ in range(3)]
    with pytest.raises(BadInput):
        bulk.apply(desk.file.unit_of_work(desk.technician), ids, "solve", {})
    assert all(desk.ticket(ticket_id).version == 1 for ticket_id in ids)


def test_who_may_not_is_told_before(desk: Desk) -> None:
    waits = desk.register(type="error")
    assert not bulk.preview(desk.file.reader, desk.technician, [waits.id], "approve").done
    with pytest.raises(NotAllowed):
        bulk.apply(desk.file.unit_of_work(desk.technician), [waits.id], "approve", {})


def test_a_fix_that_a_colleague_checks_does_not_stop_the_others(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "two-line")
    mine, theirs, last = (desk.register() for _ in range(3))
    for ticket in (mine, theirs, last):
        desk.do(desk.technician, ticket, "solve", {"solution": "x"})
    desk.do(desk.supervisor, theirs, "assign", {"to": "head"})
    with pytest.raises(NotAllowed):  # nor is it made theirs first
        desk.do(desk.technician, theirs, "assign", {"to": "tech"})
    ids = [mine.id, theirs.id, last.id]
    seen = bulk.preview(desk.file.reader, desk.technician, ids, "verify")
    result = bulk.apply(desk.file.unit_of_work(desk.technician), ids, "verify", {})
    assert seen.done == result.done == [mine.id, last.id]
    assert [one.ticket_id for one in seen.refused] == [one.ticket_id for one in result.refused] == [theirs.id]
    desk.file.close()


def test_stopping_keeps_what_was_done(desk: Desk) -> None:
    ids = [desk.register().id for _ in range(bulk.CHUNK * 2)]

    def stop(done: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        bulk.apply(desk.file.unit_of_work(desk.technician), ids, "assign", {"to": "head"}, stop)
    assert sum(desk.ticket(ticket_id).assignee == desk.supervisor.id for ticket_id in ids) == bulk.CHUNK


MINE = SavedView("Школы, ошибки", "type:ошибка", Queue.OPEN, (Sort(SortColumn.SYSTEM, False), Sort()), ("number",))


def test_a_step_with_many_is_undone_with_each(desk: Desk) -> None:
    ids = [desk.register(description=f"Заявка {number}").id for number in range(bulk.CHUNK + 3)]
    before = [desk.ticket(ticket) for ticket in ids]
    uow = desk.file.unit_of_work(desk.technician)
    bulk.apply(uow, ids, "assign", {"to": "head"})
    desk.do(desk.technician, desk.ticket(ids[0]), "comment", {"text": "Я передумал"})
    desk.do(desk.supervisor, desk.ticket(ids[1]), "solve", {"solution": "Готово"})
    heard: list[int] = []
    result = bulk.undo(uow, ids, "assign", heard.append)
    assert (result.done, heard) == (ids[2:], [bulk.CHUNK, len(ids)])
    assert [refused.ticket_id for refused in result.refused] == ids[:2]
    assert all("since" in str(refused.why) for refused in result.refused)
    assert [desk.ticket(ticket).assignee for ticket in ids[2:]] == [ticket.assignee for ticket in before[2:]]
    assert desk.verbs(before[2])[-2:] == ["assign", "undo"]
    assert [refused.ticket_id for refused in bulk.undo(uow, ids, "assign").refused] == ids


def test_a_view_comes_back_as_it_was_saved(desk: Desk) -> None:
    desk.write(desk.technician, lambda db: save_view(db, MINE, shared=False))
    (found,) = desk.file.reader.saved_views(desk.technician)
    assert (found.name, found.text, found.queue, found.sorts, found.columns) == (
        MINE.name,
        MINE.text,
        MINE.queue,
        MINE.sorts,
        MINE.columns,
    )
    assert desk.file.reader.saved_views(desk.supervisor) == []


def test_saving_under_the_same_name_replaces(desk: Desk) -> None:
    for name, text in (("Школы, ошибки", "один"), ("школы, ОШИБКИ", "два")):
        desk.write(desk.technician, partial(save_view, view=SavedView(name, text), shared=False))
    (found,) = desk.file.reader.saved_views(desk.technician)
    assert (found.name, found.text) == ("школы, ОШИБКИ", "два")


def test_a_shared_view_is_everybodys_and_needs_the_right(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.write(desk.technician, lambda db: save_view(db, MINE, shared=True))
    desk.write(desk.supervisor, lambda db: save_view(db, MINE, shared=True))
    (found,) = desk.file.reader.saved_views(desk.technician)
    with pytest.raises(NotAllowed):
        desk.write(desk.technician, lambda db: forget_view(db, found.id))
    desk.write(desk.supervisor, lambda db: forget_view(db, found.id))
    assert desk.file.reader.saved_views(desk.technician) == []


def test_a_colleagues_view_is_not_mine_to_forget(desk: Desk) -> None:
    desk.write(desk.technician, lambda db: save_view(db, MINE, shared=False))
    (found,) = desk.file.reader.saved_views(desk.technician)
    with pytest.raises(BadInput, match="belongs to a colleague"):
        desk.write(desk.supervisor, lambda db: forget_view(db, found.id))


def test_a_view_without_a_name_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.write(desk.technician, lambda db: save_view(db, SavedView("  "), shared=False))


@pytest.mark.parametrize("body", ["", "{", "[]", '{"sorts": [1, ["status"]], "columns": null, "queue": 7}'])
def test_one_spoilt_view_does_not_take_the_others_away(desk: Desk, body: str) -> None:
    desk.write(desk.technician, lambda db: save_view(db, MINE, shared=False))
    desk.write(desk.technician, lambda db: save_view(db, SavedView("Вторая", "журнал"), shared=False))
    desk.file._connection.sql("UPDATE saved_view SET body = ? WHERE name = ?", (body, MINE.name))
    assert [view.text for view in desk.file.reader.saved_views(desk.technician)] == ["журнал", ""]
