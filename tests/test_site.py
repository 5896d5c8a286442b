"""What IT sets up beside the program: which office, which language, and what a broken file says."""

from pathlib import Path

import pytest

from desk_app import i18n
from desk_app.cli import main
from desk_app.site import FILE_NAME, Site, site

NOTHING: dict[str, str] = {}


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Write the file beside the program."""
    monkeypatch.setattr("desk_app.site.program_folder", lambda: tmp_path)
    monkeypatch.delenv("DESK_FILE", raising=False)

    def write(content):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / FILE_NAME).write_bytes(data)
        return tmp_path

    return write


def test_without_a_file_nothing_is_set(tmp_path):
    assert site(tmp_path, NOTHING) == Site()


def test_the_file_names_office_and_language(beside):
    folder = beside("office = '/share/office.desk'\nlanguage = \"ru\"\n")
    assert site(folder, NOTHING) == Site(Path("/share/office.desk"), "ru")


def test_a_windows_path_in_single_quotes_is_taken_as_it_is(beside):
    found = site(beside("office = '\\\\server\\new\\office.desk'"), NOTHING)
    assert found.trouble is None
    assert str(found.office).endswith("\\\\server\\new\\office.desk")


def test_a_path_without_a_folder_lies_beside_the_program(beside):
    folder = beside("office = 'office.desk'")
    assert site(folder, NOTHING).office == folder / "office.desk"


def test_notepads_byte_order_mark_does_no_harm(beside):
    assert site(beside(b"\xef\xbb\xbflanguage = 'ru'\r\n"), NOTHING).language == "ru"


def test_the_environment_goes_before_the_file(beside):
    folder = beside("office = '/share/office.desk'\nlanguage = 'ru'")
    assert site(folder, {"DESK_FILE": "/other.desk"}) == Site(Path("/other.desk"), "ru")


BROKEN = {
    "a backslash in double quotes": 'office = "\\\\server\\share"',
    "a backslash that becomes a line": 'office = "\\\\server\\new"',
    "no quotes": "office = /share/office.desk",
    "not a text": "office = 5",
    "a list": "office = ['a']",
    "an unknown name": "ofice = 'x'",
    "an unknown language": "language = 'de'",
    "another encoding": "office = '/общая/отдел.desk'".encode("cp1251"),
    "not TOML": b"\x00\x01\x02",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=list(BROKEN))
@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_a_broken_file_is_said_in_a_sentence(beside, content, language):
    folder = beside(content)
    found = site(folder, NOTHING)
    assert found.office is None
    assert found.language == ""
    with i18n.speaking(language):
        assert str(folder / FILE_NAME) in i18n.explain(found.trouble)


def test_a_folder_in_place_of_the_file_is_said(tmp_path):
    (tmp_path / FILE_NAME).mkdir()
    assert "cannot be read" in str(site(tmp_path, NOTHING).trouble)


def test_a_command_goes_on_and_says_what_is_broken(beside, capsys):
    beside("office = 5")
    assert main(["--lang", "en", "profiles"]) == 0
    told = capsys.readouterr()
    assert "situation-centre" in told.out
    assert "not plain text" in told.err


def test_a_command_speaks_the_language_beside_the_program_unless_asked_otherwise(beside, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    beside("language = 'ru'")
    assert main(["profiles"]) == 0
    assert "Ситуационный центр" in capsys.readouterr().out
    assert main(["--lang", "en", "profiles"]) == 0
    assert "Ситуационный центр" not in capsys.readouterr().out
