"""The smoke test of the built program fails loudly, in each way a program can be unfit."""

import os
import stat
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands a script in for the program")


@pytest.fixture
def dist(tmp_path):
    """Make a folder with a program that is the given script."""

    def make(script):
        program = tmp_path / "dist" / "desk-app-portable"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program.parent

    return make


def tried(folder, capsys):
    import smoke

    code = smoke.main([str(folder)])
    return code, capsys.readouterr().err


def test_nothing_built_is_a_failure(tmp_path, capsys):
    assert tried(tmp_path, capsys) == (1, f"smoke test FAILED: there is no packaged program in {tmp_path}; "
                                          "run make package\n")  # fmt: skip


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo no such library >&2; exit 127", "exit 127, said: no such library"),
        ("echo a warning >&2", "exit 0, said: a warning"),
    ],
)
def test_a_program_that_fails_or_complains_is_named(dist, capsys, script, said):
    code, told = tried(dist(script), capsys)
    assert code == 1
    assert said in told


def test_the_program_gets_no_path_and_no_zones_of_the_system(tmp_path):
    from smoke import Place

    environment = Place(tmp_path / "program", tmp_path).environment()
    assert "PATH" not in environment
    assert not {name for name in environment if name.startswith("PYTHON")} - {"PYTHONTZPATH"}
    assert environment["HOME"] == str(tmp_path) != os.environ.get("HOME")


def test_a_printed_journal_without_its_words_is_unfit(tmp_path):
    from reportlab.pdfgen.canvas import Canvas
    from smoke import Failed, _look_at_pdf

    path = tmp_path / "journal.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 100, "Ivanova")
    canvas.save()
    with pytest.raises(Failed, match="cannot be selected"):
        _look_at_pdf(path)


def test_a_log_with_something_in_it_is_a_failure(tmp_path):
    from smoke import Failed, _nothing_left

    _nothing_left(tmp_path)
    (tmp_path / "desk-app.log").write_text("Traceback", "utf-8")
    with pytest.raises(Failed, match="Traceback"):
        _nothing_left(tmp_path)


def test_unpacked_files_left_behind_are_a_failure(tmp_path):
    from smoke import Failed, _nothing_left

    (tmp_path / "_MEI123").mkdir()
    with pytest.raises(Failed, match="left its unpacked files"):
        _nothing_left(tmp_path)
