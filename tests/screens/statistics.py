"""Statistics as pictures: over months, by system, shares of channels, services with their estimates, nothing at all."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.statistics import By
from desk_app.ui.reports.statistics_window import StatisticsWindow
from tests.screens.stage import SIZES, close, make_office, seated, spin, until

CALLS = 250
PROFILES = ("two-line", "service-catalogue")


def statistics(folder: Path, language: str) -> Iterator[tuple[str, QWidget]]:
    """Give the statistics of an office with two lines, then of one with a catalogue of services."""
    lines, catalogue = (_office(folder, profile, language) for profile in PROFILES)
    with seated(lines, "admin") as desk:
        yield from of_lines(desk)
    with seated(catalogue, "admin") as desk:
        yield from of_services(desk)


def of_lines(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Give what the head of two lines looks at."""
    root, window = _open(desk)
    yield "statistics", window
    window.resize(*SIZES[-1])
    _choose(window, By.SYSTEM, "in-time")
    yield f"statistics-{SIZES[-1][0]}", window
    window.resize(*SIZES[0])
    _choose(window, By.KIND)
    yield "statistics-kinds", window
    for _ in range(9):
        window.bar.step(-1)
    _settle(window)
    yield "statistics-nothing", window
    window.close()
    close(root)


def of_services(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Give the services with their estimates, and the shares of the channels."""
    root, window = _open(desk)
    _choose(window, By.SERVICE, "solving")
    window.table.scrollToBottom()
    bar = window.table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    yield "statistics-services", window
    _choose(window, By.CHANNEL)
    yield "statistics-channels", window
    window.close()
    close(root)


def _office(folder: Path, profile: str, language: str) -> Path:
    path = folder / f"{profile}-{language}.desk"
    return path if path.exists() else make_office(path, language, CALLS, profile)


def _open(desk: Desk) -> tuple[QWidget, StatisticsWindow]:
    root = QWidget()
    root.show()
    window = StatisticsWindow.open(desk, root)
    window.resize(*SIZES[0])
    _settle(window)
    return root, window


def _choose(window: StatisticsWindow, by: By, chart: str = "") -> None:
    window.bar.by.setCurrentIndex(window.bar.by.findData(by.value))
    _settle(window)
    if chart:
        window.which.setCurrentIndex(window.which.findData(chart))
    spin(100)


def _settle(window: StatisticsWindow) -> None:
    until(lambda: window.figures is not None and window.figures.asked == window.bar.asked(), 30)
