"""Duty by the regulation of the support service (E-5, E-7, E-8), one story a clause."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desk_app.domain.roster import Member, Rule, breaches
from desk_app.services.duty import cards, schedules
from tests.support.rota import MONTH, Rota
from tests.support.shell import Shell

TUESDAY = "2026-12-01"


@pytest.mark.clause("E-5.1")
def test_a_trainee_is_never_alone_on_a_shift_until_the_exam(rota: Rota) -> None:
    who, mentor = rota.staff[:2]
    card = Member(who.id, who.name, frozenset({"desk"}), trainee_until=date(2026, 12, 28))
    rota.write(rota.head, lambda db: cards.save_card(db, card))
    rota.published({(0, TUESDAY): "early", (0, "2026-12-02"): "early", (1, "2026-12-02"): "early"})
    reader = rota.file.reader

    def alone() -> list[date]:
        frame = schedules.frame(reader.duty, reader.office(), reader.staff(), MONTH)
        plan = schedules.schedule(reader.duty, MONTH, 1).plan
        return [one.dates[0] for one in breaches(frame, plan) if one.rule is Rule.TRAINEE and one.hard]

    assert alone() == [date(2026, 12, 1)]
    assert mentor.id != who.id
    passed = Member(who.id, who.name, frozenset({"desk"}), trainee_until=date(2026, 12, 28), exam=date(2026, 12, 1))
    rota.write(rota.head, lambda db: cards.save_card(db, passed))
    assert alone() == []


@pytest.mark.clause("E-7a")
def test_the_head_makes_approves_prints_and_sends_the_month(rota: Rota, desk: Shell, tmp_path: Path) -> None:
    place = rota.place
    desk.as_user("head")
    desk.well("roster", "new", place, MONTH)
    filled = desk.well("roster", "fill", place, MONTH, "--seconds", "20", "--seed", "1", "--json").json
    assert (filled["hard"], filled["gaps"]) == (0, [])
    assert desk.well("roster", "approve", place, MONTH, "--publish", "--json").json["version"] == 1
    shown = desk.well("roster", "show", place, MONTH, "--version", "1", "--json").json
    assert shown["published"]
    pdf, book, letter = (tmp_path / f"december.{kind}" for kind in ("pdf", "xlsx", "eml"))
    for path in (pdf, book, letter):
        desk.well("roster", "export", place, MONTH, "--out", path)
    text = "\n".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "УТВЕРЖДАЮ" in text
    assert rota.staff[0].name.split()[0] in text
    cells = [str(cell) for row in load_workbook(book).active.values for cell in row if cell]  # type: ignore[union-attr]
    assert any("УТВЕРЖДАЮ" in cell for cell in cells)
    assert letter.read_bytes().count(b"application/") >= 2


@pytest.mark.clause("E-7b")
def test_an_amended_version_says_which_one_it_replaces(rota: Rota, desk: Shell, tmp_path: Path) -> None:
    place = rota.place
    desk.as_user("head")
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    paper = schedules.schedule(rota.file.reader.duty, MONTH, 0).paper
    assert paper
    plan = schedules.schedule(rota.file.reader.duty, MONTH, 1).plan.copy()
    plan.put(rota.staff[0].id, date(2026, 12, 1), "late")
    plan.put(rota.staff[1].id, date(2026, 12, 1), "early")
    rota.write(rota.head, lambda db: schedules.save(db, MONTH, plan, paper.version))
    desk.well("roster", "approve", place, MONTH)
    found = desk.well("roster", "diff", place, MONTH, "1", "2", "--json").json
    assert [(one["person"], one["date"], one["before"], one["after"]) for one in found] == [
        (rota.staff[0].name, TUESDAY, "early", "late"),
        (rota.staff[1].name, TUESDAY, "late", "early"),
    ]
    out = tmp_path / "second.pdf"
    desk.well("roster", "export", place, MONTH, "--version", "2", "--out", out)
    text = " ".join(PdfReader(out).pages[0].extract_text().split())
    assert "взамен версии 1" in text.casefold()
