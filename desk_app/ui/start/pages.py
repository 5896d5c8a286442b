"""The pages of a new office: its kind, its name and place, its administrator, its beginning."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from desk_app.app.theme import GRID, quiet
from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import tr
from desk_app.services.passwords import SHORTEST
from desk_app.ui.editor.inputs import LineInput
from desk_app.ui.editor.plain import plain_label, small
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.start.inputs import PlaceInput, ZoneInput, likely_zone, suggested_place
from desk_app.ui.start.starter import Kind

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Card(QWidget):
    """A radio button with a sentence or two under it; a click anywhere chooses it."""

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.radio = QRadioButton(title.replace("&", "&&"), self)
        self.radio.setAccessibleName(title)
        self.radio.setAccessibleDescription(about)
        font = self.radio.font()
        font.setBold(True)
        self.radio.setFont(font)
        words = small(plain_label(about, self))
        words.setWordWrap(True)
        words.setIndent(3 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        column.setSpacing(4)
        column.addWidget(self.radio)
        column.addWidget(words)
        self.radio.toggled.connect(lambda _on: self.update())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setChecked(True)
        self.radio.setFocus()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = self.radio.isChecked()
        edge = self.palette().color(QPalette.ColorRole.Accent) if chosen else quiet(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(edge, 2 if chosen else 1))
            painter.setBrush(self.palette().base())
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)


class CardsPage(QWidget):
    """One of several cards, all in sight; the arrows move between them."""

    title = ""

    def __init__(self, cards: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for place, (name, about) in enumerate(cards):
            card = Card(name, about, self)
            self._group.addButton(card.radio, place)
            column.addWidget(card)
        column.addStretch()
        if self._group.buttons():
            self._group.buttons()[0].setChecked(True)

    @property
    def place(self) -> int:
        """Which card is chosen, from 0."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Choose a card."""
        self._group.button(place).setChecked(True)

    def take_focus(self) -> None:
        """Put the keyboard where one begins."""
        self._group.button(self.place).setFocus()

    def errors(self) -> list[BadInput]:
        """Return what is wrong here; one of the cards is always chosen."""
        return []

    def blame(self, errors: Sequence[UserError]) -> list[UserError]:
        """Return those of `errors` that are about nothing here."""
        return list(errors)


class RowsPage(QWidget):
    """A few labelled inputs, and quiet words under them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = Rows(self)
        self.words = small(plain_label("", self))
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.rows)
        column.addWidget(self.words)
        column.addStretch()

    def take_focus(self) -> None:
        """Put the keyboard into the first input that is empty."""
        rows = list(self.rows.rows.values())
        next((row for row in rows if not row.input.value()), rows[0]).input.setFocus()

    def missing(self) -> list[BadInput]:
        """Return what is required and not there."""
        return [
            BadInput("“{field}” is empty. Fill it in.", field=row.code)
            for row in self.rows.rows.values()
            if row.required and not row.input.value().strip()
        ]

    def errors(self) -> list[BadInput]:
        """Return what is wrong with what stands here."""
        return self.missing()

    def blame(self, errors: Sequence[UserError]) -> list[UserError]:
        """Say each of `errors` beside its input; return those about nothing here."""
        about = [error for error in errors if isinstance(error, BadInput)]
        return [*self.rows.blame(about), *(error for error in errors if not isinstance(error, BadInput))]


class PlacePage(RowsPage):
    """What the office is called, where it is on the globe, and where its file is to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.zone, self.place = LineInput(), ZoneInput(), PlaceInput()
        self._suggested = ""
        self.rows.add(Row("name", tr("Name of the office, as journals print it"), self.name, required=True))
        self.rows.add(Row("zone", tr("Time zone"), self.zone, required=True))
        self.rows.add(Row("path", tr("Office file"), self.place, required=True))
        self.place.set_value(suggested_place())

    def show_kind(self, kind: Kind) -> None:
        """Say the hours of `kind` and suggest its time zone; what was typed stays."""
        if self.zone.value() == self._suggested:
            self._suggested = likely_zone(kind.zone)
            self.zone.set_value(self._suggested)
        self.words.setText(
            tr("Colleagues work with the same file: choose a folder of the shared drive.")
            + "\n\n"
            + tr("Working hours of this kind of office: {hours}. Holidays are set later.", hours=hours_said(kind.week))
        )

    @property
    def path(self) -> Path:
        """Where the office file is to be."""
        return self.place.path()

    def errors(self) -> list[BadInput]:
        found = self.missing()
        if self.zone.value() and not self.zone.is_known():
            found.append(BadInput("There is no time zone “{zone}”. Choose one of the list.", "zone", zone=_typed(self)))
        return found


class YouPage(RowsPage):
    """Who administers the office: the person who makes it."""

    def __init__(self, login: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._login = login
        self.name, self.login, self.password, self.again = LineInput(), LineInput(), LineInput(), LineInput()
        self.rows.add(Row("full_name", tr("Your full name"), self.name, required=True))
        self.rows.add(Row("login", tr("Login"), self.login, required=True))
        for code, label, typed in (
            ("password", tr("Password, if you want one"), self.password),
            ("again", tr("The same once more"), self.again),
        ):
            typed.setEchoMode(LineInput.EchoMode.Password)
            self.rows.add(Row(code, label, typed, required=False), wide=False)
        self.login.set_value(login)
        alone = tr(
            "Without a password the program lets in whoever is signed in to this computer as “{login}”.", login=login
        )
        self.words.setText(tr("You add colleagues, and may do everything in this office.") + " " + alone)

    def errors(self) -> list[BadInput]:
        found, password = self.missing(), self.password.value()
        if " " in self.login.value().strip():
            found.append(
                BadInput(
                    "A login has no spaces: “{login}”. Write it as the computer knows it.",
                    "login",
                    login=self.login.value(),
                )
            )
        if password != self.again.value():
            found.append(BadInput("The two passwords differ. Type the same one twice.", "again"))
        elif password and len(password) < SHORTEST:
            found.append(BadInput("A password needs at least {shortest} characters.", "password", shortest=SHORTEST))
        elif not password and self.login.value().strip().casefold() != self._login.casefold():
            found.append(
                BadInput(
                    "Only the computer's user “{login}” can do without a password. Set one, or use that login.",
                    "password",
                    login=self._login or "—",
                )
            )
        return found


class Beginning(Enum):
    """What is in the office at first; in the order of the cards."""

    EMPTY = 0
    JOURNAL = 1
    SAMPLE = 2


class BeginningPage(CardsPage):
    """Empty, with the journal kept in Excel so far, or with a look at a sample first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        cards = (
            (tr("Begin empty"), tr("Press F2 and register the first call.")),
            (
                tr("Take over your Excel journal"),
                tr("The window opens and asks for the sheet. Nothing is taken before you have seen how it reads."),
            ),
            (
                tr("Look at a sample first"),
                tr("Half a year of made-up calls in a file of its own. Your own office waits under “Recent”."),
            ),
        )
        super().__init__(cards, parent)

    @property
    def chosen(self) -> Beginning:
        """What the person wants."""
        return Beginning(self.place)


class KindPage(CardsPage):
    """The kinds of office that come with the program."""

    def __init__(self, kinds: Sequence[Kind], parent: QWidget | None = None) -> None:
        super().__init__(((kind.name, " ".join(kind.about.split())) for kind in kinds), parent)
        self._kinds = kinds

    @property
    def kind(self) -> Kind:
        """The kind chosen."""
        return self._kinds[self.place]


def scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    """Return `page` in a place that scrolls on small screens."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(page)
    page.setAutoFillBackground(False)
    return area


def hours_said(week: Mapping[str, tuple[str, ...]]) -> str:
    """Return the working hours of a week: “Mon–Thu 08:00–17:15; Fri 08:00–16:00”."""
    parts = []
    spoken = QLocale()
    for spans, same in groupby(range(len(DAYS)), lambda day: week.get(DAYS[day], ())):
        days = list(same)
        if spans:
            first, last = (spoken.dayName(day + 1, QLocale.FormatType.ShortFormat) for day in (days[0], days[-1]))
            named = first if first == last else f"{first}–{last}"
            parts.append(f"{named} " + ", ".join(span.replace("-", "–") for span in spans))
    return "; ".join(parts) or "—"


def _typed(page: PlacePage) -> str:
    return page.zone.currentText().strip()
