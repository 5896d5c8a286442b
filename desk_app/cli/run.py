"""Runs one command: language first, then the verb; every trouble becomes a sentence and an exit code."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

from desk_app import i18n
from desk_app.cli import bugs
from desk_app.cli.give import finish, forget_stdout
from desk_app.cli.parser import Parser, parser
from desk_app.cli.stopping import stoppable
from desk_app.domain.errors import Cancelled, UserError
from desk_app.site import site

USAGE = 2
SAID_NO = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with `arguments` (those of the process by default) and return its exit code."""
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    here = site()
    i18n.use(_language(words) or here.language or i18n.system_language() or i18n.FALLBACK)
    if here.trouble:
        _say(i18n.explain(here.trouble), 0)
    try:
        with stoppable():
            return _run(parser(), words)
    except UserError as error:
        return _say(i18n.explain(error), error.exit_code)
    except (Cancelled, KeyboardInterrupt):
        return _say(i18n.tr("Stopped. What was done until now stays."), SAID_NO)
    except BrokenPipeError:
        forget_stdout()
        return 0
    except Exception as bug:
        if os.environ.get("DESK_DEBUG"):
            raise
        return _say(bugs.told(bug), SAID_NO)


def _run(commands: Parser, words: list[str]) -> int:
    try:
        asked = commands.parse_args(list(_sorts_joined(words)))
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else USAGE
    run = getattr(asked, "run", None)
    code = int(run(asked)) if run else _window(asked)
    finish()
    return code


def _sorts_joined(words: Sequence[str]) -> Iterator[str]:
    """Write "--sort -number" as one word, for argparse takes what begins with a dash for an option."""
    left = iter(words)
    for word in left:
        yield f"{word}={following}" if word == "--sort" and (following := next(left, "")) else word


def _window(asked: argparse.Namespace) -> int:
    from desk_app.bootstrap import window

    return window(None, getattr(asked, "user", None), getattr(asked, "lang", None))


def _language(words: Sequence[str]) -> str:
    """Return the language asked for or "", before anything is parsed: wrong usage is said in it, too."""
    asked = ""
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            asked = word.partition("=")[2]
        elif word == "--lang" and place + 1 < len(words):
            asked = words[place + 1]
    return asked if asked in i18n.LANGUAGES else ""


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale says. Without a console there may be no streams at all."""
    for name in ("stdout", "stderr"):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
