"""Which office the window opens: command line, environment, the file beside the program, the last one."""

from pathlib import Path

from desk_app.app.recent import LAST
from desk_app.app.settings import Settings
from desk_app.bootstrap import _wanted
from desk_app.site import FILE_NAME, site

NOTHING: dict[str, str] = {}


def test_each_goes_before_the_next(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    assert _wanted(None, site(tmp_path, NOTHING), settings) == (None, None)
    settings.set(LAST, "/last.desk")
    assert _wanted(None, site(tmp_path, NOTHING), settings) == (Path("/last.desk"), None)
    (tmp_path / FILE_NAME).write_text("office = '/site.desk'", "utf-8")
    assert _wanted(None, site(tmp_path, NOTHING), settings) == (Path("/site.desk"), None)
    environment = {"DESK_FILE": "/environment.desk"}
    assert _wanted(None, site(tmp_path, environment), settings) == (Path("/environment.desk"), None)
    assert _wanted(Path("/asked.desk"), site(tmp_path, environment), settings) == (Path("/asked.desk"), None)


def test_a_broken_file_is_said_where_it_was_needed(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    (tmp_path / FILE_NAME).write_text("office = 5", "utf-8")
    broken = site(tmp_path, NOTHING)
    assert _wanted(None, broken, settings) == (None, broken.trouble)
    assert _wanted(Path("/asked.desk"), broken, settings) == (Path("/asked.desk"), None)
