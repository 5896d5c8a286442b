"""The schedule of a month: draft, versions, what they differ in, and who may touch them."""

from datetime import date
from functools import partial

import pytest

from desk_app.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from desk_app.domain.roster import Absence, Member, Plan, breaches
from desk_app.services.duty import cards, schedules
from tests.support.rota import MONTH, Rota

TUESDAY, WEDNESDAY = "2026-12-01", "2026-12-02"


def test_a_month_is_begun_empty_saved_and_approved(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    first, second = schedules.versions(rota.file.reader.duty, MONTH)
    assert (first.number, second.number) == (0, 1)
    assert second.published
    assert second.block == {"position": "Начальник отдела", "name": "Головина Г. П."}
    assert rota.plan() == {(0, TUESDAY): "early", (1, TUESDAY): "late"}


def test_a_month_begins_as_the_one_before_was_by_weekday(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, WEDNESDAY): "late"})
    rota.write(rota.head, lambda db: schedules.begin(db, "2027-02", MONTH))
    found = schedules.schedule(rota.file.reader.duty, "2027-02", 0).plan.cells
    assert {(day.weekday(), code) for (_, day), code in found.items()} == {(1, "early"), (2, "late")}


@pytest.mark.clause("E-7b")
@pytest.mark.parametrize("verb", ["begin", "save", "approve", "publish"])
def test_a_technician_cannot_touch_the_schedule(rota: Rota, verb: str) -> None:
    rota.published({(0, TUESDAY): "early"})
    works = {
        "begin": lambda db: schedules.begin(db, "2027-01"),
        "save": lambda db: schedules.save(db, MONTH, Plan(), 1),
        "approve": lambda db: schedules.approve(db, MONTH),
        "publish": lambda db: schedules.publish(db, MONTH, 1),
    }
    with pytest.raises(NotAllowed, match="no right"):
        rota.write(rota.staff[0], works[verb])
    assert rota.plan() == {(0, TUESDAY): "early"}


@pytest.mark.clause("E-7b")
def test_a_version_never_changes_and_every_one_is_kept(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early"})
    paper = schedules.schedule(rota.file.reader.duty, MONTH, 0).paper
    assert paper
    new = Plan({(rota.staff[0].id, date(2026, 12, 1)): "late"})
    rota.write(rota.head, lambda db: schedules.save(db, MONTH, new, paper.version))
    rota.write(rota.head, lambda db: schedules.approve(db, MONTH, note="Замена"))
    assert (rota.plan(1), rota.plan(2)) == ({(0, TUESDAY): "early"}, {(0, TUESDAY): "late"})
    (change,) = schedules.differences(rota.file.reader.duty, MONTH, 1, 2)
    assert (change.day, change.before, change.after) == (date(2026, 12, 1), "early", "late")


def test_two_who_save_the_same_draft_do_not_overwrite_each_other(rota: Rota) -> None:
    rota.write(rota.head, lambda db: schedules.begin(db, MONTH))
    save = partial(schedules.save, month=MONTH, version=1)
    rota.write(rota.head, lambda db: save(db, plan=Plan({(rota.staff[0].id, date(2026, 12, 1)): "early"})))
    with pytest.raises(Conflict):
        rota.write(rota.head, lambda db: save(db, plan=Plan()))


@pytest.mark.parametrize(
    ("cells", "said"),
    [({(2, date(2027, 1, 1)): "early"}, "this month alone"), ({(2, date(2026, 12, 1)): "x"}, "no kind")],
)
def test_a_plan_that_is_none_is_refused(rota: Rota, cells: dict[tuple[int, date], str], said: str) -> None:
    rota.write(rota.head, lambda db: schedules.begin(db, MONTH))
    with pytest.raises(BadInput, match=said):
        rota.write(rota.head, lambda db: schedules.save(db, MONTH, Plan(cells), 1))


def test_nothing_new_is_nothing_to_approve(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early"})
    with pytest.raises(BadInput, match="nothing to approve"):
        rota.write(rota.head, lambda db: schedules.approve(db, MONTH))


def test_a_month_that_is_none_is_named(rota: Rota) -> None:
    with pytest.raises(BadInput, match="is no month"):
        rota.write(rota.head, lambda db: schedules.begin(db, "2026-13"))
    with pytest.raises(BadInput, match="is no month"):  # whose next month no calendar has
        rota.write(rota.head, lambda db: schedules.begin(db, "9999-12"))
    with pytest.raises(NotFound, match="no schedule"):
        schedules.schedule(rota.file.reader.duty, MONTH)


def test_the_board_is_outdated_when_a_newer_version_is_not_printed(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early"})
    duty = rota.file.reader.duty
    assert not schedules.board_is_outdated(duty, MONTH)
    rota.write(rota.head, lambda db: schedules.printed(db, MONTH, 1))
    assert not schedules.board_is_outdated(duty, MONTH)
    rota.write(rota.head, partial(_amended, code="late", who=rota.staff[0].id))
    assert schedules.board_is_outdated(duty, MONTH)


def _amended(db, code: str, who: int):  # type: ignore[no-untyped-def]
    schedules.amend(db, MONTH, Plan({(who, date(2026, 12, 1)): code}))
    from desk_app.services.ports import Changes

    return Changes(duty=True)


@pytest.mark.clause("E-5.3", "E-8.4")
def test_cards_and_leave_feed_the_frame(rota: Rota) -> None:
    who = rota.staff[0]
    card = Member(who.id, who.name, frozenset({"desk", "engineers"}), until=date(2026, 12, 15), share=50)
    rota.write(rota.head, lambda db: cards.save_card(db, card))
    leave = Absence(rota.staff[1].id, date(2026, 12, 1), date(2026, 12, 14))
    rota.write(rota.head, lambda db: cards.add_absence(db, leave))
    reader = rota.file.reader
    frame = schedules.frame(reader.duty, reader.office(), reader.staff(), MONTH)
    found = {member.id: member for member in frame.members}
    assert (found[who.id].share, found[who.id].until, found[who.id].lines) == (50, date(2026, 12, 15), card.lines)
    whole = frame.norm(found[rota.staff[2].id])
    assert frame.norm(found[rota.staff[1].id]) < whole
    plan = Plan({(rota.staff[1].id, date(2026, 12, 2)): "early", (who.id, date(2026, 12, 16)): "early"})
    assert {breach.people for breach in breaches(frame, plan) if breach.hard} >= {(rota.staff[1].id,), (who.id,)}


def test_a_card_out_of_order_is_refused(rota: Rota) -> None:
    who = rota.staff[0]
    card = Member(who.id, who.name, frozenset({"desk"}), since=date(2026, 12, 2), until=date(2026, 12, 1))
    with pytest.raises(BadInput, match="lies before"):
        rota.write(rota.head, lambda db: cards.save_card(db, card))
