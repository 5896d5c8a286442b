"""Draws every screen into a folder: python -m tests.screens build/screens [--docs] [--only NAME]."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desk_app import i18n
from desk_app.app import qt_i18n, theme
from desk_app.app.theme import Theme
from tests.screens import program, scenes
from tests.screens.administration import administration
from tests.screens.away import away
from tests.screens.course import course
from tests.screens.directory import directory_screens
from tests.screens.duty import duty
from tests.screens.duty_prints import duty_prints
from tests.screens.editors import editors
from tests.screens.forms import forms
from tests.screens.imports import imports
from tests.screens.journal import journal
from tests.screens.lists import lists
from tests.screens.stage import make_office, seated
from tests.screens.statistics import statistics
from tests.screens.times import times
from tests.screens.today import today

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
FOR_DOCS = (
    "window-1280",
    "registration",
    "card",
    "journal",
    "statistics",
    "conflict",
    "import-preview",
    "directory-1280",
    "views-1280",
)
CALLS = 500
LATE: list[str] = []
"""Screens that did not get ready."""


def main() -> int:
    """Draw, and say what was drawn."""
    asked = _parser().parse_args()
    app = QApplication(sys.argv[:1])
    app.setApplicationDisplayName("Desk")
    theme.prepare_fonts(app)
    asked.folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with tempfile.TemporaryDirectory() as work:
        for language in asked.languages:
            qt_i18n.install(app, language)
            office = make_office(Path(work) / f"{language}.desk", language, CALLS)
            bare = make_office(Path(work) / f"{language}-empty.desk", language, 0)
            for look in asked.themes:
                theme.dress(app, Theme(look))
                for name, picture in _pictures(office, bare, language, asked.only):
                    path = asked.folder / f"{name}-{language}-{look}.png"
                    picture.grab().save(str(path))
                    drawn.append(path)
    if asked.docs:
        _publish(drawn)
    print(f"{len(drawn)} pictures in {asked.folder}")
    return 1 if LATE else 0


def _pictures(office: Path, bare: Path, language: str, only: str) -> Iterator[scenes.Picture]:
    with seated(office) as desk:
        acts = {
            "windows": lambda: scenes.windows(desk, office, language),
            "registration": lambda: scenes.registration(desk, language),
            "cards": lambda: scenes.cards(desk),
            "journal": lambda: journal(desk),
            "editors": lambda: editors(desk, language, scenes.a_ticket(desk), office.with_suffix(".sheets")),
            "first-run": lambda: program.first_run(language),
            "lists": lambda: lists(desk, office, language),
            "commands": lambda: program.commands(desk, office, language),
        }
        for name, act in acts.items():
            if only in ("", name):
                yield from _patiently(name, act())
    if only in ("", "people"):
        with seated(office, "admin") as desk:
            yield from scenes.people(desk)
    if only in ("", "directory"):
        with seated(office, "admin") as desk:
            yield from _patiently("directory", directory_screens(desk, language))
    if only in ("", "import"):
        with seated(office, "admin") as desk:
            yield from _patiently("import", imports(desk, language))
    yield from _of_other_offices(office.parent, language, only)
    if only in ("", "empty"):
        with seated(bare, "admin") as desk:
            yield from scenes.empty(desk, bare)


def _of_other_offices(folder: Path, language: str, only: str) -> Iterator[scenes.Picture]:
    for name, act in (
        ("times", times),
        ("administration", administration),
        ("statistics", statistics),
        ("course", course),
        ("duty", duty),
        ("duty-prints", duty_prints),
        ("forms", forms),
        ("today", today),
        ("away", away),
    ):
        if only in ("", name):
            yield from _patiently(name, act(folder, language))


def _patiently(name: str, pictures: Iterator[scenes.Picture]) -> Iterator[scenes.Picture]:
    """Give `pictures`; a screen that does not get ready is told of, and does not keep the others away."""
    try:
        yield from pictures
    except TimeoutError as error:
        LATE.append(name)
        print(f"{name}: {error}", file=sys.stderr)


def _publish(drawn: list[Path]) -> None:
    """Copy the pictures that the documentation shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for path in drawn:
        name, _language, look = path.stem.rsplit("-", 2)
        if name in FOR_DOCS and (look == "light" or name == FOR_DOCS[0]):
            shutil.copyfile(path, PICTURES / path.name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", action="store_true", help="also copy the pictures of the documentation")
    parser.add_argument("--only", default="", help="the name of one group of screens, as in main")
    parser.add_argument("--languages", nargs="+", default=list(i18n.LANGUAGES), choices=list(i18n.LANGUAGES))
    parser.add_argument("--themes", nargs="+", default=["light", "dark"], choices=["light", "dark"])
    return parser


if __name__ == "__main__":
    sys.exit(main())
