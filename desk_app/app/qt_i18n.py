"""Qt speaks the program's own catalogue: compiled forms, Qt's own buttons, reading direction."""

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from desk_app import i18n
from desk_app.domain.errors import N_

_OWN = "desk_app translator"
_SAID = "desk_app language said"

_KEYS = "QShortcut"
"""Where Qt says what stands on a key: Shift is no shift of duty there."""
_LACKING = (N_("&Look in:"), N_("Files of &type:"))
"""Words of Qt's file dialog that its Russian catalogue has not got; ours answers for them."""


class CatalogueTranslator(QTranslator):
    """Answers Qt from the gettext catalogue, so that a form and a sentence share one translation.

    Qt's context and disambiguation are not asked: a msgid means the same everywhere, but on a key.
    """

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:  # None sends Qt to the next translator
        return i18n.lookup(source) if context != _KEYS else None

    def isEmpty(self) -> bool:
        return False


def install(app: QApplication, language: str) -> None:
    """Make the program and Qt speak `language` from now on; may be called again to change it.

    Open widgets get a LanguageChange event; forms answer it with `retranslateUi`.
    With "" nobody has said what to speak: English, until `follow` hears of an office.
    """
    app.setProperty(_SAID, bool(language))
    _speak(app, language or i18n.FALLBACK)


def follow(language: str) -> None:
    """Speak the office's `language` where neither the person, IT nor the computer says otherwise."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.property(_SAID) is False and language in i18n.LANGUAGES:
        _speak(app, language)


def _speak(app: QApplication, language: str) -> None:
    i18n.use(language)
    for old in app.findChildren(QTranslator, _OWN):
        app.removeTranslator(old)
        old.deleteLater()
    for translator in (_qt_translator(app, language), CatalogueTranslator(app)):  # the last is asked first
        translator.setObjectName(_OWN)
        app.installTranslator(translator)
    reader = QLocale(language)
    QLocale.setDefault(reader)
    app.setLayoutDirection(reader.textDirection())


def _qt_translator(parent: QObject, language: str) -> QTranslator:
    translator = QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator.load(f"qtbase_{language}", folder)  # none for a language Qt lacks: English stays
    return translator
