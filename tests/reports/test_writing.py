"""A report is written whole or not at all, and says what to do when it is not."""

import errno
import os
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from desk_app.domain.errors import BadInput, Unavailable
from desk_app.reports import write
from desk_app.reports.preview import preview
from tests.reports.samples import journal, row

BOTH = pytest.mark.parametrize("name", ["journal.pdf", "journal.xlsx"])


def full_disk(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@BOTH
def test_a_full_disk_leaves_the_old_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_bytes(b"signed")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(Unavailable, match="Check that the disk has room"):
        write(journal([row()]), path)
    assert path.read_bytes() == b"signed"
    assert list(tmp_path.iterdir()) == [path]


@BOTH
def test_a_file_open_elsewhere_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Unavailable, match=f"{name} cannot be written .* open in another program"):
        write(journal([row()]), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@BOTH
def test_a_missing_folder_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="gone does not exist"):
        write(journal([row()]), tmp_path / "gone" / name)


@BOTH
def test_a_folder_in_the_place_of_the_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(Unavailable):
        write(journal([row()]), tmp_path / name)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@BOTH
def test_a_bug_on_the_way_leaves_nothing_behind(name: str, tmp_path: Path) -> None:
    report = journal([row(day="not a date")])
    object.__setattr__(report, "rows", [("too", "few")])
    with pytest.raises(ValueError, match="argument"):
        write(report, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@BOTH
def test_writing_again_replaces_and_keeps_the_rights(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(journal([row()]), path)
    assert path.read_bytes()[:3] in {b"%PD", b"PK\x03"}
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["journal.doc", "journal", "journal.pdf.exe"])
def test_other_endings_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"End its name with \.pdf, \.xlsx or \.csv"):
        write(journal([row()]), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_the_ending_may_shout(tmp_path: Path) -> None:
    write(journal([row()]), tmp_path / "J.PDF")
    assert (tmp_path / "J.PDF").read_bytes().startswith(b"%PDF")


def test_preview_shows_the_pages_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([row()] * 40), path)
    with preview(path) as pages:
        assert len(pages) > 1
        assert pages.size(0) == pytest.approx((841.9, 595.3), abs=0.1)
        picture = pages.page(0, scale=0.5)
        wide = pages.page(1, scale=1.0)
    assert (picture.width, picture.height) == (421, 298)
    assert len(picture.rgba) == 421 * 298 * 4
    assert len(wide.rgba) == wide.width * wide.height * 4
    assert set(picture.rgba[3::4]) == {255}
    assert 0.5 < sum(picture.rgba[::4]) / (421 * 298) / 255 < 0.99


def test_preview_keeps_the_order_of_colours(tmp_path: Path) -> None:
    path = tmp_path / "red.pdf"
    canvas = Canvas(str(path), (40, 40))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(-1, -1, 42, 42, stroke=0, fill=1)
    canvas.save()
    with preview(path) as pages:
        assert pages.page(0).rgba[:4] == bytes((255, 0, 0, 255))


def test_preview_of_half_a_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "half.pdf"
    path.write_bytes(b"%PDF-1.4 and no more")
    with pytest.raises(BadInput, match="not a whole PDF"), preview(path):
        pass


def test_preview_needs_no_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.pdf"
    write(journal([]), path)
    with preview(path.read_bytes()) as pages:
        assert len(pages) == 1
        pages.close()
