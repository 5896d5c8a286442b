import json

from desk_app.app.settings import Settings, settings_path


def test_what_is_set_is_there_next_time(home):
    Settings().set("theme", "dark")
    assert settings_path().is_relative_to(home)
    assert Settings().get("theme", "system") == "dark"


def test_what_is_set_to_nothing_is_forgotten():
    settings = Settings()
    settings.update({"a": 1, "b": 2})
    settings.set("a", None)
    assert json.loads(settings_path().read_text("utf-8")) == {"b": 2}


def test_a_value_of_another_type_is_passed_over():
    Settings().set("window.panes", "wide")
    assert Settings().get("window.panes", []) == []


def test_a_file_that_is_not_understood_is_put_aside_and_named():
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("{half", "utf-8")
    settings = Settings()
    aside = settings_path().with_suffix(".unreadable.json")
    assert settings.get("theme", "system") == "system"
    assert str(aside) in str(settings.trouble)
    assert aside.read_text("utf-8") == "{half"


def test_a_folder_that_takes_no_settings_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("")
    Settings(tmp_path / "file" / "settings.json").set("theme", "dark")
