"""The project keeps its own rules: what is imported where, what is shipped, what is translated."""

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.resources import resource
from tests.support.clauses import clauses

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
QT_ALLOWED = {"app", "ui", "bootstrap"}


def imported(path):
    """Return the full names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def modules():
    return sorted((ROOT / "desk_app").rglob("*.py"))


def part(path):
    return path.relative_to(ROOT / "desk_app").with_suffix("").parts[0]


def test_the_domain_needs_only_the_standard_library():
    allowed = sys.stdlib_module_names
    strangers = {
        (path.name, name)
        for path in modules()
        if part(path) == "domain"
        for name in imported(path)
        if name.partition(".")[0] not in allowed and not name.startswith("desk_app.domain")
    }
    assert not strangers


@pytest.mark.parametrize(
    ("library", "places"), [("PySide6", QT_ALLOWED), ("peewee", {"storage"}), ("playhouse", {"storage"})]
)
def test_a_library_stays_where_it_belongs(library, places):
    users = {part(path) for path in modules() if library in {name.partition(".")[0] for name in imported(path)}}
    assert users <= places


def test_every_package_is_under_the_import_contracts():
    layers = " ".join(PROJECT["tool"]["importlinter"]["contracts"][0]["layers"])
    packages = {path.parent.name for path in (ROOT / "desk_app").glob("*/__init__.py")}
    assert not {package for package in packages if package not in layers}


def test_what_could_run_foreign_code_is_not_used():
    banned = {"pickle", "PySide6.QtSql", "marshal", "shelve"}
    assert not [(path.name, name) for path in modules() for name in imported(path) if name in banned]
    assert not [path.name for path in modules() if "QSettings" in path.read_text("utf-8")]


def test_every_library_is_pinned_to_one_version():
    lines = (ROOT / "packaging" / "constraints.txt").read_text("utf-8").split()
    pins = {line.partition("==")[0].lower(): line.partition("==")[2] for line in lines}
    assert all(pins.values())
    extras = PROJECT["project"]["optional-dependencies"]["dev"]
    wishes = [*PROJECT["project"]["dependencies"], *extras]
    named = {wish.split("=")[0].rstrip("<>~").partition("[")[0] for wish in wishes}
    assert not {name for name in named if name.lower() not in pins}


def test_the_installed_qt_is_the_one_that_does_not_lose_references():
    from PySide6 import __version__

    assert __version__.startswith("6.11.")


def run(*arguments, cwd=ROOT, **environment):
    """Run this Python and return how it ended."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )


PIP = ("-m", "pip", "--disable-pip-version-check", "-q")
HERE_ONLY = ("--no-deps", "--no-build-isolation")


@pytest.mark.parametrize("name", ["translations.py", "forms.py"])
def test_what_is_compiled_is_fresh(name):
    ended = run(ROOT / "packaging" / "tools" / name, "check")
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="module")
def translations():
    sys.path.insert(0, str(ROOT / "packaging" / "tools"))
    import translations

    yield translations
    sys.path.pop(0)


@pytest.mark.parametrize(
    "source",
    [
        'tr(f"{n} tickets")',
        'N_("a" + b)',
        'BadInput("%s" % name)',
        'i18n.trn("one", f"{x}", 3)',
        'raise Conflict(f"{x}")',
    ],
)
def test_a_message_put_together_is_named(translations, source):
    assert list(translations.computed_messages(source, "module.py"))


@pytest.mark.parametrize("source", ['tr("Save")', "tr(label)", 'trn("one", "many", len(x) + 1)', 'print(f"{x}")'])
def test_a_literal_message_is_right(translations, source):
    assert not list(translations.computed_messages(source, "module.py"))


@pytest.mark.parametrize(
    ("msgid", "msgstr", "trouble"),
    [
        ("Save", "", "not translated"),
        ("Save {name}", "Сохранить {имя}", "places"),
        ("Save {name}", "Сохранить", "places"),
        ("Save {name}", "Сохранить {name", "places"),
        (("{n} day", "{n} days"), ("{n} день", "{n} дня", ""), "not translated"),
        (("{n} day", "{n} days"), ("{n} день", "{n} дня", "{m} дней"), "places"),
    ],
)
def test_a_bad_translation_is_named(translations, msgid, msgstr, trouble):
    found = list(translations.message_problems(translations.Message(msgid, msgstr), translations.Message(msgid)))
    assert len(found) == 1
    assert trouble in found[0]


def test_the_sentence_of_every_error_is_collected(translations):
    assert {"UserError", "Unavailable", "Damaged", "NoCalendar", "BadLine"} <= set(translations.FIRST_ARGUMENT)


def test_a_message_that_was_never_collected_is_named(translations):
    assert "not collected" in next(translations.message_problems(None, translations.Message("Save")))


@given(name=st.from_regex(r"[a-z]{1,8}", fullmatch=True), text=st.text(st.characters(exclude_characters="{}")))
def test_the_same_places_in_other_words_are_right(translations, name, text):
    wanted = translations.Message(f"Save {{{name}}}")
    assert not list(translations.message_problems(translations.Message(wanted.id, f"{text}{{{name}}}"), wanted))


def test_the_table_of_clauses_is_read_whole():
    assert len(clauses()) > 70
    assert clauses()["K-2.2"].startswith("unique request number")
    assert {name[0] for name in clauses()} == set("KEPSJ")


def test_an_unknown_clause_is_refused(tmp_path):
    sample = tmp_path / "test_sample.py"
    sample.write_text('import pytest\n\n@pytest.mark.clause("K-99")\ndef test_it(): pass\n', "utf-8")
    ended = run("-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-c", "pyproject.toml", sample)
    assert ended.returncode != 0
    assert "has no clause K-99" in ended.stdout + ended.stderr


@pytest.mark.slow
def test_the_wheel_carries_resources_and_compiled_forms(tmp_path):
    assert run(*PIP, "wheel", *HERE_ONLY, "-w", tmp_path, ROOT).returncode == 0
    names = set(ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    root = resource()
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert len(files) > 100
    assert not {f"desk_app/_resources/{file}" for file in files} - names
    assert not {path.relative_to(ROOT).as_posix() for path in modules()} - names
    assert not {name for name in names if name.startswith(("tests/", "forms/", "packaging/"))}


@pytest.mark.slow
def test_an_installed_wheel_finds_its_resources(tmp_path):
    assert run(*PIP, "install", *HERE_ONLY, "--target", tmp_path / "lib", ROOT).returncode == 0
    program = (
        "from desk_app import i18n, resources; i18n.use('ru');"
        "print(resources.resource('fonts', 'PTSans-Regular.ttf').stat().st_size);"
        "print(resources.__file__, i18n.format_month(2026, 10), sep='\\n')"
    )
    ended = run("-c", program, cwd=tmp_path, PYTHONPATH=str(tmp_path / "lib"))
    size, module, month = ended.stdout.splitlines()
    assert int(size) > 100_000
    assert Path(module).is_relative_to(tmp_path)
    assert month == "октябрь 2026"


def test_the_same_messages_compile_to_the_same_bytes_on_another_day(translations):
    before = translations.mo_bytes(translations.load("ru"))
    catalogue = translations.load("ru")
    catalogue.creation_date = catalogue.revision_date = translations.datetime(2031, 5, 6)
    assert translations.mo_bytes(catalogue) == before
    assert b"2031" not in before
