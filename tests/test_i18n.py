"""The program speaks Russian and English, in sentences, numbers and dates."""

from datetime import UTC, date, datetime
from threading import Thread

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialogButtonBox

from desk_app import i18n
from desk_app.app.qt_i18n import install
from desk_app.domain.errors import BadInput, Unavailable, UserError

MOMENT = datetime(2026, 11, 5, 9, 7, tzinfo=UTC)


class _Catalogue(i18n.gettext.NullTranslations):
    """A catalogue of two known messages, so that these tests do not hang on today's wording."""

    def gettext(self, message):
        return {
            "Save": "Сохранить",
            "Row {row}: {why}": "Строка {row}: {why}",
            "No {what}": "Нет: {what}",
        }.get(message, message)

    def ngettext(self, one, many, n):
        return ("{n} заявка", "{n} заявки", "{n} заявок")[
            0 if n % 10 == 1 and n % 100 != 11 else 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2
        ]


@pytest.fixture
def russian(monkeypatch):
    monkeypatch.setattr(i18n.gettext, "translation", lambda *_, **__: _Catalogue())
    i18n.use("ru")


def test_russian_months_come_from_the_shipped_catalogue():
    i18n.use("ru_RU")
    assert i18n.language() == "ru"
    assert i18n.format_month(2026, 10) == "октябрь 2026"
    assert i18n.format_date(date(2026, 11, 5)) == "05.11.2026"
    assert i18n.format_moment(MOMENT) == "05.11.2026 09:07"


def test_english_needs_no_catalogue():
    assert i18n.tr("Anything at all") == "Anything at all"
    assert i18n.format_month(2026, 10) == "October 2026"
    assert i18n.format_moment(MOMENT) == "5 Nov 2026 09:07"
    assert i18n.trn("{n} ticket", "{n} tickets", 1) == "1 ticket"
    assert i18n.trn("{n} ticket of {office}", "{n} tickets of {office}", 5, office="K") == "5 tickets of K"


def test_a_language_without_catalogue_is_said_in_english():
    i18n.use("fa")
    assert i18n.language() == "fa"
    assert i18n.tr("Save") == "Save"
    assert i18n.format_date(date(2026, 11, 5)) == "5 Nov 2026"


def test_the_empty_message_stays_empty():
    i18n.use("ru")
    assert i18n.tr("") == ""


def test_russian_plural_forms_of_the_shipped_catalogue():
    i18n.use("ru")
    forms = [i18n._speech.catalogue.plural(n) for n in (1, 2, 5, 11, 21, 22, 112)]
    assert forms == [0, 1, 2, 2, 0, 1, 2]


@pytest.mark.usefixtures("russian")
def test_parts_are_put_into_the_translated_sentence():
    assert i18n.tr("Row {row}: {why}", row=3, why="{пусто}") == "Строка 3: {пусто}"
    assert i18n.trn("{n} ticket", "{n} tickets", 3) == "3 заявки"


@pytest.mark.usefixtures("russian")
def test_an_error_within_an_error_is_explained_too():
    inner = BadInput("No {what}", what="описания")
    assert i18n.explain(UserError("Row {row}: {why}", row=2, why=inner)) == "Строка 2: Нет: описания"


def test_dates_and_lists_within_an_error_are_written_out():
    error = Unavailable("Backups {days} were made until {moment}.", days=[date(2026, 1, 2), "b"], moment=MOMENT)
    assert i18n.explain(error) == "Backups 2 Jan 2026, b were made until 5 Nov 2026 09:07."


def test_a_field_is_named_as_the_person_sees_it():
    error = BadInput("“{field}” is empty. Fill it in.", field="received_at")
    assert i18n.explain(error, {"received_at": "Received"}) == "“Received” is empty. Fill it in."
    assert i18n.explain(error, {"other": "Other"}) == "“received_at” is empty. Fill it in."


def test_braces_of_a_person_are_not_places():
    assert i18n.explain(BadInput("Not a date: {given}.", given="{0} {x}")) == "Not a date: {0} {x}."


def test_the_language_holds_in_every_thread():
    i18n.use("ru")
    heard = []
    thread = Thread(target=lambda: heard.append(i18n.format_month(2026, 1)))
    thread.start()
    thread.join()
    assert heard == ["январь 2026"]


@pytest.mark.parametrize(
    ("setting", "language"),
    [
        ("ru_RU.UTF-8", "ru"),
        ("en_GB.UTF-8", "en"),
        ("C.UTF-8", ""),
        ("C", ""),
        ("POSIX", ""),
        ("Russian_Russia.1251", "ru"),
        ("fr_FR", "en"),
    ],
)
def test_the_system_language_is_taken_when_it_is_ours(monkeypatch, setting, language):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", setting)
    assert i18n.system_language() == language


def cancel_button(qtbot):
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    return buttons.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")


def _forget(app):
    install(app, "en")
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_qt_speaks_the_catalogue_and_its_own_russian(qapp, qtbot, russian, monkeypatch):
    try:
        install(qapp, "ru")
        assert QCoreApplication.translate("AnyForm", "Save") == "Сохранить"
        assert QCoreApplication.translate("AnyForm", "Not in the catalogue") == "Not in the catalogue"
        assert cancel_button(qtbot) == "Отмена"
        monkeypatch.undo()
        install(qapp, "en")
        assert QCoreApplication.translate("AnyForm", "Save") == "Save"
        assert cancel_button(qtbot) == "Cancel"
    finally:
        _forget(qapp)


def test_persian_is_read_from_right_to_left(qapp):
    try:
        install(qapp, "fa")
        assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
        install(qapp, "ru")
        assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    finally:
        _forget(qapp)


def test_a_paper_is_in_its_own_language_while_the_window_speaks_another() -> None:
    heard: list[str] = []
    with i18n.speaking("ru"):
        assert i18n.format_month(2026, 10) == "октябрь 2026"
        other = Thread(target=lambda: heard.append(i18n.format_month(2026, 10)))
        other.start()
        other.join()
    assert heard == [i18n.format_month(2026, 10)] == ["October 2026"]
