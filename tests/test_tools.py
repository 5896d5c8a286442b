"""The developer's tools say what is wrong, and pytest's own house rules hold."""

import sys
from types import SimpleNamespace

import pytest

from tests.test_project import ROOT, run

FORM = """<ui version="4.0"><class>Sample</class><widget class="QWidget" name="Sample">
<property name="windowTitle"><string>A sample</string></property></widget></ui>"""


@pytest.fixture(scope="module", autouse=True)
def _tools_on_path():
    sys.path.insert(0, str(ROOT / "packaging" / "tools"))
    yield
    sys.path.remove(str(ROOT / "packaging" / "tools"))


@pytest.fixture
def forms(tmp_path, monkeypatch):
    import forms

    (tmp_path / "forms").mkdir()
    monkeypatch.setattr(forms, "ROOT", tmp_path)
    monkeypatch.setattr(forms, "FORMS", tmp_path / "forms")
    monkeypatch.setattr(forms, "GENERATED", tmp_path / "generated")
    return forms


def test_without_forms_there_is_nothing_to_compile(forms):
    assert forms.compile_forms() == 0
    assert forms.check() == 0
    assert not forms.GENERATED.exists()


def test_a_compiled_form_that_drifted_is_found(forms, capsys):
    (forms.FORMS / "sample.ui").write_text(FORM, "utf-8")
    assert forms.check() == 1
    assert forms.compile_forms() == 0
    assert forms.check() == 0
    (forms.FORMS / "sample.ui").write_text(FORM.replace("A sample", "Another"), "utf-8")
    capsys.readouterr()
    assert forms.check() == 1
    assert "ui_sample.py is not what its form compiles to" in capsys.readouterr().err


def test_a_compiled_form_without_its_source_is_found_and_removed(forms):
    (forms.FORMS / "sample.ui").write_text(FORM, "utf-8")
    forms.compile_forms()
    (forms.FORMS / "sample.ui").unlink()
    assert forms.check() == 1
    forms.compile_forms()
    assert forms.check() == 0


def test_the_words_of_a_form_are_collected(forms, monkeypatch):
    import translations

    (forms.FORMS / "sample.ui").write_text(FORM, "utf-8")
    forms.compile_forms()
    monkeypatch.setattr(translations, "SOURCE", forms.GENERATED)
    assert [message.id for message in translations.collected() if message.id] == ["A sample"]


def test_every_way_to_say_something_is_collected(tmp_path, monkeypatch):
    import translations

    (tmp_path / "said.py").write_text(
        'tr("a")\ni18n.tr("b", x=1)\ntrn("c", "{n} c", 2)\nN_("d")\nraise BadInput("e", field="f")\n'
        'NotFound("g")\nclass Mine(UserError): pass\ndef tr(msgid): pass\nprint("no")\n'
        """f"{tr('h')} {trn('i', '{n} i', 2)} {tr(words)}"\n""",
        "utf-8",
    )
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    found = {message.id for message in translations.collected() if message.id}
    assert found == {"a", "b", ("c", "{n} c"), "d", "e", "g", "h", ("i", "{n} i")}


def test_a_fuzzy_translation_is_no_translation():
    from translations import Message, message_problems

    found = list(message_problems(Message("Save", "Сохранить", flags=["fuzzy"]), Message("Save")))
    assert found == ["marked fuzzy: 'Save'"]


def test_the_ledger_of_clauses_tells_how_each_test_ended():
    from clauses import Ledger

    ledger = Ledger()
    ledger.tests["K-2.2"] = ["t::good", "t::bad", "t::skipped"]
    for name, when, outcome in [
        ("t::good", "setup", "passed"),
        ("t::good", "call", "passed"),
        ("t::good", "teardown", "passed"),
        ("t::bad", "call", "passed"),
        ("t::bad", "teardown", "failed"),
    ]:
        ledger.pytest_runtest_logreport(
            SimpleNamespace(nodeid=name, when=when, outcome=outcome, passed=outcome == "passed")
        )
    assert [line.split() for line in ledger.lines("K-2.2")] == [
        ["failed", "t::bad"],
        ["passed", "t::good"],
        ["not", "run", "t::skipped"],
    ]
    assert ledger.lines("K-4.5") == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("def test_it(qtbot):\n    d = QDialog(); d.open(); globals()['d'] = d", "dialogs left open"),
        ("def test_it(qtbot):\n    qWarning('trouble')", "trouble"),
        ("def test_it():\n    import warnings; warnings.warn('old way', DeprecationWarning)", "old way"),
        ("@pytest.mark.xfail\ndef test_it(): pass", "XPASS(strict)"),
        ("@pytest.mark.clauze('K-2.2')\ndef test_it(): pass", "clauze"),
    ],
)  # fmt: skip
def test_a_careless_test_fails(tmp_path, body, complaint):
    sample = tmp_path / "test_sample.py"
    imports = "import pytest\nfrom PySide6.QtCore import qWarning\nfrom PySide6.QtWidgets import QDialog\n\n"
    sample.write_text(imports + body + "\n", "utf-8")
    ended = run("-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-c", "pyproject.toml", sample)
    assert ended.returncode != 0
    assert complaint in ended.stdout + ended.stderr


def test_a_test_has_a_home_of_its_own(home):
    import platformdirs

    assert platformdirs.user_config_path("desk_app").is_relative_to(home)
    assert platformdirs.user_data_path("desk_app").is_relative_to(home)
