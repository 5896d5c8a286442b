"""What the program says, in the reader's language: one catalogue for window, commands and prints."""

import gettext
import locale
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desk_app.domain.errors import N_, UserError
from desk_app.resources import resource

LANGUAGES: Final = {"ru": "Русский", "en": "English"}
"""What can be chosen, each under its own name."""
FALLBACK: Final = "en"

_NO_LOCALE: Final = frozenset({"", "C", "POSIX"})
_DOMAIN: Final = "desk_app"
_DATES: Final = {"ru": "{0:%d.%m.%Y}", "en": "{0.day} {1} {0:%Y}"}
_MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip

_SHORT_WEEKDAYS: Final = (
    N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Speech:
    """A language and its catalogue, always swapped together so that no thread sees half a change."""

    language: str
    catalogue: gettext.NullTranslations


_speech = _Speech(FALLBACK, gettext.NullTranslations())
_for_now: ContextVar[_Speech | None] = ContextVar("for_now", default=None)


def use(language: str) -> None:
    """Speak `language` ("ru", "en_GB") from now on, in every thread; English where there is no catalogue."""
    global _speech  # noqa: PLW0603 - the one place where the language of the process is kept
    _speech = _found(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, in this thread only: an office's papers are in its own language."""
    token = _for_now.set(_found(language))
    try:
        yield
    finally:
        _for_now.reset(token)


def language() -> str:
    """Return the code of the language spoken now, as in "ru"."""
    return _now().language


def _found(language: str) -> _Speech:
    code = language.replace("-", "_").partition("_")[0].lower() or FALLBACK
    return _Speech(code, gettext.translation(_DOMAIN, resource("translations"), [code], fallback=True))


def _now() -> _Speech:
    return _for_now.get() or _speech


def system_language() -> str:
    """Return the language the operating system's user reads; English where it is none of ours.

    It is "" where nobody has said what they read: a locale such as C or POSIX is the lack of one.
    """
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    known = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    if known.partition(".")[0].upper() in _NO_LOCALE:
        return ""
    # Windows says Russian_Russia.1251 where the others say ru_RU.UTF-8.
    code = {"russian": "ru", "english": "en"}.get(known.partition("_")[0].lower(), known[:2].lower())
    return code if code in LANGUAGES else FALLBACK


def tr(msgid: str, /, **params: object) -> str:
    """Return `msgid` in the language spoken now, with `params` put into its {named} places."""
    said = lookup(msgid) or msgid
    return said.format(**params) if params else said


def trn(singular: str, plural: str, n: int, /, **params: object) -> str:
    """Return the form that fits the number `n`, which is there as {n} besides `params`."""
    said = _now().catalogue.ngettext(singular, plural, n) or (singular if n == 1 else plural)
    return said.format(n=n, **params)


def lookup(msgid: str) -> str | None:
    """Return the translation of `msgid`, or None where the catalogue has none (English has none at all)."""
    said = _now().catalogue.gettext(msgid) if msgid else ""
    return said if said and said != msgid else None


def explain(error: UserError, fields: Mapping[str, str] | None = None) -> str:
    """Return the sentence of `error` in the language spoken now.

    `fields` are labels by field code: a {field} of the sentence is named as the person sees it.
    Errors, dates, moments and lists among its parts are written out; other parts are put in as they are.
    """
    parts = dict(error.params)
    if "field" in parts:
        parts["field"] = (fields or {}).get(str(parts["field"]), parts["field"])
    return explained(error.template, parts)


def explained(template: str, params: Mapping[str, object]) -> str:
    """Return what an English `template` with its parts says, in the language spoken now."""
    return (lookup(template) or template).format(**{name: _written(value) for name, value in params.items()})


def format_date(day: date) -> str:
    """Return 22.11.2026 or 22 Nov 2026."""
    form = _DATES.get(_now().language, _DATES[FALLBACK])
    return form.format(day, _MONTHS[day.month - 1][:3])


def format_moment(moment: datetime) -> str:
    """Return 22.11.2026 14:05 or 22 Nov 2026 14:05, in the zone that `moment` already has."""
    return f"{format_date(moment)} {moment:%H:%M}"


def format_month(year: int, month: int) -> str:
    """Return «октябрь 2026» or “October 2026”."""
    return f"{tr(_MONTHS[month - 1])} {year:04d}"


def weekday_name(day: date) -> str:
    """Return «среда» or “Wednesday”."""
    return tr(_WEEKDAYS[day.weekday()])


def weekday_short(day: date) -> str:
    """Return «ср» or “Wed”."""
    return tr(_SHORT_WEEKDAYS[day.weekday()])


def named(names: Mapping[str, str]) -> str:
    """Return the one of `names`, by language, that is spoken now; else the first."""
    return names.get(_now().language) or next(iter(names.values()), "")


def _written(value: object) -> object:
    match value:
        case Mapping():
            return named(value)
        case UserError():
            return explain(value)
        case datetime():
            return format_moment(value)
        case date():
            return format_date(value)
        case str() | bytes():
            return value
        case Sequence():
            return ", ".join(str(_written(item)) for item in value)
    return value
