"""Where a first day begins, and where one lands when the office file cannot be opened: five steps, or one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.app import qt_i18n, recent
from desk_app.app.messages import Messages
from desk_app.app.settings import Settings
from desk_app.app.theme import GRID
from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import explain, tr
from desk_app.ui.editor.plain import Remark, plain_label, scaled, small
from desk_app.ui.start.making import MakingPage
from desk_app.ui.start.pages import (
    Beginning,
    BeginningPage,
    CardsPage,
    KindPage,
    PlacePage,
    RowsPage,
    YouPage,
    scrolled,
)
from desk_app.ui.start.starter import Chosen, Kind, NewOffice, Starter
from desk_app.ui.start.welcome import WelcomePage
from desk_app.ui.widgets.buttons import PrimaryButton

_STEPS: Final = 5


class StartDialog(QDialog):
    """Asks which office to work with; makes one, if that is wanted."""

    def __init__(
        self,
        starter: Starter,
        settings: Settings,
        messages: Messages,
        trouble: UserError | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._starter, self._settings, self._messages = starter, settings, messages
        self.chosen: Chosen | None = None
        self.pages: list[CardsPage | RowsPage] = []
        self._areas: list[QScrollArea] = []
        self.step = 0
        self.resize(76 * GRID, 64 * GRID)
        self.setMinimumSize(56 * GRID, 48 * GRID)
        self._build()
        self.welcome.say(trouble)

    @classmethod
    def ask(
        cls, starter: Starter, settings: Settings, messages: Messages, trouble: UserError | None = None
    ) -> Chosen | None:
        """Return the office to open; None when the person leaves."""
        dialog = cls(starter, settings, messages, trouble)
        dialog.exec()
        dialog.deleteLater()
        return dialog.chosen

    # -- made of --

    def _build(self) -> None:
        self.setWindowTitle(tr("Choose an office"))
        self.stack = QStackedWidget(self)
        self.welcome = WelcomePage(self._settings, self)
        self.making = MakingPage(self._messages, self)
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(self.making)
        self.welcome.opened.connect(self._open)
        self.welcome.make.connect(self.begin)
        self.welcome.sample.connect(self._sample)
        self.welcome.spoke.connect(self._speak)
        self._where = small(plain_label("", self))
        self._title = scaled(plain_label("", self), 1.35)
        self._title.setWordWrap(True)
        self.remark = Remark(self)
        layout = self.layout()
        column = layout if isinstance(layout, QVBoxLayout) else QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for widget in (self._where, self._title, self.remark):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        self.back = QPushButton(tr("Back"), self)
        self.back.setAutoDefault(False)
        self.back.setMinimumHeight(4 * GRID)
        self.next = PrimaryButton(tr("Next"), "", self)
        self.next.setDefault(True)
        row.addWidget(self.back)
        row.addStretch()
        row.addWidget(self.next)
        column.addWidget(self._buttons)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self._show(self.welcome)
        if self.welcome.recents.count():
            self.welcome.recents.setFocus()

    def _speak(self, code: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._settings.set("language", code)
        qt_i18n.install(app, code)
        QTimer.singleShot(0, self, self._rebuild)  # not while the button that asked is still being clicked

    def _rebuild(self) -> None:
        for widget in (self.stack, self._where, self._title, self.remark, self._buttons):
            widget.hide()
            widget.deleteLater()
            layout = self.layout()
            if layout is not None:
                layout.removeWidget(widget)
        self._build()

    # -- from page to page --

    def begin(self) -> None:
        """Go on to the second step."""
        self.making.run(
            tr("Looking what kinds of office there are…"),
            lambda _tick: self._starter.kinds(),
            self._choose_kind,
            self._not_made,
        )

    def _choose_kind(self, kinds: Sequence[Kind]) -> None:
        self._drop_pages()
        self._kind = KindPage(kinds)
        self._place = PlacePage()
        self._you = YouPage(self._starter.login)
        self._beginning = BeginningPage()
        self.pages = [self._kind, self._place, self._you, self._beginning]
        self._areas = [scrolled(page, self) for page in self.pages]
        for area in self._areas:
            self.stack.addWidget(area)
        self._turn(1)

    def go_on(self) -> None:
        """Check what stands on this page, and turn to the next one or make the office."""
        if self.step == 0 or self.making.busy:
            return
        page = self.pages[self.step - 1]
        errors = page.errors()
        page.blame(errors)
        if errors:
            return
        if page is self._kind:
            self._place.show_kind(self._kind.kind)
        if page is self._place:
            self._check_place()
        elif page is self._beginning:
            self._make()
        else:
            self._turn(self.step + 1)

    def go_back(self) -> None:
        """Turn back one page; what was typed stays."""
        if self.step and not self.making.busy:
            self._turn(self.step - 1)

    def reject(self) -> None:
        """Esc turns back; on the first page it leaves."""
        if self.making.busy:
            return
        if self.step:
            self.go_back()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self.making.close_down()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.making.busy:
            event.ignore()
            return
        self.step = 0
        super().closeEvent(event)

    def _turn(self, step: int) -> None:
        self.step = step
        titles = (
            "",
            tr("Which office is most like yours?"),
            tr("What is it called, and where is it?"),
            tr("You are the administrator"),
            tr("What is in it at first?"),
        )
        self._title.setText(titles[step])
        self._where.setText(tr("Step {step} of {steps}", step=step + 1, steps=_STEPS))
        self.next.setText(tr("Make the office") if step == _STEPS - 1 else tr("Next"))
        self.setWindowTitle(tr("Make a new office") if step else tr("Choose an office"))
        self._show(self._areas[step - 1] if step else self.welcome)
        if step:
            self.pages[step - 1].take_focus()

    def _show(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
        self.remark.say("")
        on_the_way = page not in (self.welcome, self.making)
        for widget in (self._where, self._title, self.back, self.next):
            widget.setVisible(on_the_way)

    def _drop_pages(self) -> None:
        for area in self._areas:
            self.stack.removeWidget(area)
            area.deleteLater()
        self.pages, self._areas = [], []

    # -- doing --

    def _check_place(self) -> None:
        path = self._place.path
        self.next.setEnabled(False)

        def answered(error: UserError | None) -> None:
            self.next.setEnabled(True)
            if error is None:
                self._turn(self.step + 1)
            else:
                self._place.blame([BadInput(error.template, "path", **_parts(error))])

        self.making.run("", lambda _tick: self._starter.check_place(path), lambda _none: answered(None), answered)

    def _make(self) -> None:
        place, you = self._place.rows.values(), self._you.rows.values()
        wanted = NewOffice(
            path=self._place.path,
            kind=self._kind.kind.code,
            name=place["name"].strip(),
            zone=place["zone"],
            login=you["login"].strip(),
            full_name=you["full_name"].strip(),
            password=you["password"],
        )
        self._show(self.making)
        self.making.run(
            tr("Making the office…"), lambda _tick: self._starter.create(wanted), partial(self._made, wanted),
            self._not_made,
        )  # fmt: skip

    def _made(self, wanted: NewOffice, _none: None) -> None:
        recent.remember(self._settings, wanted.path)
        if self._beginning.chosen is Beginning.SAMPLE:
            self._drop_pages()
            self.step = 0
            self._sample()
            return
        take_over = self._beginning.chosen is Beginning.JOURNAL
        self._take(Chosen(wanted.path.absolute(), wanted.login, wanted.password, take_over))

    def _not_made(self, error: UserError | None) -> None:
        """Go back to where it can be put right, and say what went wrong there."""
        if error is None or not self.pages:
            self._show(self.welcome)
            self.welcome.recents.fill()
            self.welcome.say(error)
            return
        field = error.field if isinstance(error, BadInput) else "path"
        place = next((at for at, page in enumerate(self.pages) if _has(page, field)), len(self.pages) - 1)
        self._turn(place + 1)
        rest = self.pages[place].blame([BadInput(error.template, field, **_parts(error))])
        self.remark.say(" ".join(explain(one) for one in rest))

    def _sample(self) -> None:
        self._show(self.making)
        said = tr("Making half a year of calls to look at…")
        self.making.run(said, self._starter.sample, lambda path: self._take(Chosen(path)), self._not_made, True)

    def _open(self, path: Path) -> None:
        self._take(Chosen(path))

    def _take(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.accept()


def _has(page: CardsPage | RowsPage, field: str) -> bool:
    return isinstance(page, RowsPage) and field in page.rows.rows


def _parts(error: UserError) -> dict[str, object]:
    return {name: value for name, value in error.params.items() if name != "field"}
