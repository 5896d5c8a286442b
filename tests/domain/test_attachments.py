"""Names as people, mail programs and attackers give them."""

import unicodedata
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk_app.domain.attachments import (
    BYTE_LIMIT,
    DANGEROUS,
    NAME_LIMIT,
    harmless_name,
    is_dangerous,
    is_disguised,
    numbered,
    pasted_name,
)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Акт сверки.pdf", "Акт сверки.pdf"),
        ("..\\..\\x", "x"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        ("\\\\server\\share\\b.txt", "b.txt"),
        ("folder/", "folder"),
        ("C:evil.txt", "C_evil.txt"),
        ("a.txt:stream", "a.txt_stream"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Com1 .log", "_Com1 .log"),
        ("LPT¹", "_LPT¹"),
        ("conout$.x", "_conout$.x"),
        ("console.txt", "console.txt"),
        ("trailing. . .", "trailing"),
        ("  spaced   out .txt ", "spaced out .txt"),
        ("a\x00b\x1f\n.txt", "a b .txt"),
        ("ann\u202efdp.exe", "annfdp.exe"),
        ("\ufeff\u200bzero\u2066width.txt", "zerowidth.txt"),
        ("и\u0306.txt", "й.txt"),
        ("what?*<>|.txt", "what_____.txt"),
        (".htaccess", "_.htaccess"),
        ("\udcff.txt", "_.txt"),
        ("", "file"),
        ("...", "file"),
        ("..", "file"),
        ("/", "file"),
        ("\u202e", "file"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
    ],
)
def test_a_name_is_made_harmless(given_name, kept):
    assert harmless_name(given_name) == kept


@pytest.mark.parametrize("letter", ["a", "ж", "文", "😀"])
def test_a_long_name_keeps_its_kind_and_fits_every_disk(letter):
    name = harmless_name(letter * 300 + ".pdf")
    assert name.endswith(f"{letter}.pdf")
    assert len(name) <= NAME_LIMIT
    assert len(name.encode()) <= BYTE_LIMIT
    assert len(harmless_name("x." + letter * 300).encode()) <= BYTE_LIMIT


@given(st.text(st.characters(), max_size=400))
@example("a" * 119 + ". .exe")
@example("a" * 116 + ".nul")
@example("NUL\u202e.\u200ctxt")
def test_whatever_is_given_the_name_is_harmless(text):
    name = harmless_name(text)
    assert harmless_name(name) == name
    assert 0 < len(name) <= NAME_LIMIT
    assert len(name.encode()) <= BYTE_LIMIT
    assert not set(name) & set('<>:"/\\|?*')
    assert name[-1] not in " ."
    assert not name.startswith(".")
    assert not {unicodedata.category(sign) for sign in name.replace("\u200c", "")} & {"Cc", "Cf", "Cs"}
    assert name.partition(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@pytest.mark.parametrize(
    "name",
    [
        "x.lnk", "x.url", "x.exe", "x.js", "x.hta", "x.bat", "x.cmd", "x.ps1", "x.vbs", "x.scr", "x.msi", "x.jar",
        "x.com", "x.pif", "x.reg", "X.EXE", "x.exe.", "x.exe . ", "report.pdf.exe", "photo.jpg      .scr",
        "ann\u202egpj.exe", "x.e\u200bxe", "x.exe\u200c", "x. exe", "..\\x.exe", ".exe", "a" * 300 + ".exe", "x.docm",
    ],
)  # fmt: skip
def test_a_dangerous_kind_is_known_however_it_is_written(name):
    assert is_dangerous(name)
    assert is_dangerous(harmless_name(name))


@pytest.mark.parametrize("name", ["x.pdf", "exe", "x.exe.pdf", "x.docx", "x.png", "executive.txt", "x", "v1.2", "com"])
def test_a_usual_kind_may_be_opened(name):
    assert not is_dangerous(name)
    assert not is_disguised(name)


@pytest.mark.parametrize(
    ("name", "disguised"),
    [("report.pdf.exe", True), ("photo.jpg    .scr", True), ("setup.exe", False), ("setup 1.25.exe", False)],
)
def test_a_kind_behind_another_is_named(name, disguised):
    assert is_disguised(name) is disguised


def test_every_dangerous_kind_is_one_word_in_small_letters():
    assert {kind for kind in DANGEROUS if kind != kind.casefold() or "." in kind} == set()


def test_a_taken_name_is_numbered():
    assert numbered("a.png", set()) == "a.png"
    assert numbered("A.png", {"a.png"}) == "A (2).png"
    assert numbered("a.png", {"a.png", "a (2).png"}) == "a (3).png"
    long = "ж" * 116 + ".png"
    assert harmless_name(numbered(long, {long})) == numbered(long, {long})
    assert len(numbered(long, {long})) <= NAME_LIMIT


def test_a_pasted_picture_gets_a_name_by_its_moment():
    assert pasted_name("Снимок", datetime(2026, 11, 5, 9, 7, 3)) == "Снимок 2026-11-05 09-07-03.png"
