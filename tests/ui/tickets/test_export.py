import csv
import errno
from contextlib import closing

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.view import Queue
from desk_app.services import whole_file
from desk_app.ui.imports.dialog import ImportDialog
from tests.support.desk import make_office, sit_down
from tests.ui.tickets.conftest import many_calls, opened

KINDS = {".xlsx": "Excel (*.xlsx)", ".pdf": "PDF (*.pdf)", ".csv": "CSV (*.csv)"}


def export(monkeypatch, main, path):
    answer = (str(path), KINDS[path.suffix])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: answer)
    main.actions_by_id["export"].trigger()


def written(qtbot, main, timeout=10000):
    qtbot.waitUntil(lambda: main.lists._export is None, timeout=timeout)
    return main.lists.notice.text.text()


def test_exactly_this_view_is_written(qtbot, main, monkeypatch, tmp_path):
    main.table.columns.show_keys(("subject", "number", "received_at"))
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.top.search.setText("call 7:")
    path = tmp_path / "out.csv"
    export(monkeypatch, main, path)
    assert str(path) in written(qtbot, main)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 2
    assert rows[0][1] == "Number"
    assert rows[1][:2] == ["Call 7: the printer of room 7 is silent", "2026-000007"]
    assert [offer.text() for offer in main.lists.notice.offers] == ["Open the file", "Open the folder"]


def test_paper_speaks_the_offices_language(qtbot, tmp_path, monkeypatch):
    office = make_office(tmp_path / "office.desk", 3, language="ru")
    desk = sit_down(office)
    main = opened(qtbot, desk, office)
    path = tmp_path / "out.xlsx"
    export(monkeypatch, main, path)
    written(qtbot, main)
    cells = [cell.value for row in load_workbook(path).active.iter_rows() for cell in row if cell.value]
    assert "Статус" in cells
    desk.close()


@pytest.mark.slow
def test_a_view_of_twelve_thousand_rows_is_written_whole(qtbot, tmp_path, monkeypatch):
    office = many_calls(tmp_path / "office.desk", 12_000)
    desk = sit_down(office)
    main = opened(qtbot, desk, office)
    with qtbot.waitSignal(main.table.tickets.loaded):
        main.queues.choose(Queue.ALL)
    for suffix in KINDS:
        path = tmp_path / f"out{suffix}"
        export(monkeypatch, main, path)
        assert "12000 rows" in written(qtbot, main, 300_000)
        assert count(path) == 12_000
    desk.close()


def count(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return sum(1 for _ in csv.reader(stream)) - 1
    if path.suffix == ".xlsx":
        with closing(load_workbook(path, read_only=True)) as book:
            cells = (cell for row in book.active.iter_rows(values_only=True) for cell in row)
            return sum(isinstance(cell, str) and cell.startswith("2026-0") for cell in cells)
    with closing(PdfDocument(path)) as book:
        return sum(page.get_textpage().get_text_range().count("2026-0") for page in book)


@pytest.mark.parametrize("trouble", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_or_a_locked_file_is_a_sentence_and_the_old_file_stays(qtbot, main, monkeypatch, tmp_path, trouble):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")

    def refuse(*_args):
        raise OSError(trouble, "no")

    monkeypatch.setattr(whole_file.os, "fsync", refuse)
    export(monkeypatch, main, path)
    said = written(qtbot, main)
    assert "out.xlsx" in said
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(".out*")) == []
    assert main.lists.notice.offers[0].text() == "Choose another file…"


def test_it_can_be_stopped(qtbot, big, monkeypatch, tmp_path):
    path = tmp_path / "out.pdf"
    export(monkeypatch, big, path)
    big.lists.notice.offers[0].click()
    assert "No file" in written(qtbot, big)
    assert not path.exists()
    assert list(tmp_path.glob(".out*")) == []


def test_the_ending_follows_the_kind_chosen(qtbot, main, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "list"), KINDS[".pdf"]))
    main.actions_by_id["export"].trigger()
    written(qtbot, main)
    assert (tmp_path / "list.pdf").exists()


def test_a_table_on_the_clipboard_goes_to_the_import(qtbot, boss):
    QGuiApplication.clipboard().setText("Date\tDescription\n22.11.2026\tNo paper\n")
    boss.actions_by_id["paste"].trigger()
    dialog = boss.findChildren(ImportDialog)[0]
    qtbot.waitUntil(lambda: not dialog.busy)
    dialog.close()


def test_one_word_on_the_clipboard_is_no_table(boss):
    QGuiApplication.clipboard().setText("paper")
    boss.actions_by_id["paste"].trigger()
    assert not boss.findChildren(ImportDialog)
    assert boss._desk.messages.remarks
