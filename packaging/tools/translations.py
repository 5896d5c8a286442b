"""Collects the messages of the source, merges them into the catalogues, compiles and checks them.

usage: translations.py update | check
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "desk_app"
CATALOGUES = ROOT / "resources" / "translations"
LANGUAGES = ("ru",)


def errors() -> tuple[str, ...]:
    """Return the names of all errors whose sentence a person reads: UserError and what is made of it, anywhere."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py")))
    made = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    bases = {node.name: {base.id for base in node.bases if isinstance(base, ast.Name)} for node in made}
    found, before = {"UserError"}, 0
    while len(found) > before:
        before = len(found)
        found |= {name for name, above in bases.items() if above & found}
    return tuple(sorted(found))


FIRST_ARGUMENT = ("tr", "N_", *errors())
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(FIRST_ARGUMENT, (1,)),
    "trn": (1, 2),
    "translate": (2,),
}
NOISE = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)
"""Headers that change without the messages changing, or say nothing."""
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in the compiled catalogue, which would else differ from minute to minute."""


def collected() -> Catalog:
    """Return every message of the source, without places: they would churn."""
    found = Catalog(project="desk_app", charset="utf-8")
    for _file, _line, msgid, _comments, _context in extract_from_dir(SOURCE, [("**.py", "python")], keywords=KEYWORDS):
        found.add(msgid)
    for path in sorted(SOURCE.rglob("*.py")):
        for msgid in within_f_strings(path.read_text("utf-8")):
            found.add(msgid)
    return found


def within_f_strings(source: str) -> Iterator[str | tuple[str, str]]:
    """Give the messages that stand in the braces of an f-string: before Python 3.12 no tokenizer shows them."""
    for told in ast.walk(ast.parse(source)):
        for node in ast.walk(told) if isinstance(told, ast.JoinedStr) else ():
            if not isinstance(node, ast.Call) or called(node) not in {*FIRST_ARGUMENT, "trn"}:
                continue
            ids = [argument.value for argument in node.args[: 2 if called(node) == "trn" else 1]
                   if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]  # fmt: skip
            if ids:
                yield ids[0] if len(ids) == 1 else (ids[0], ids[1])


def po_path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "desk_app.po"


def load(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="desk_app", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def po_text(catalogue: Catalog) -> bytes:
    catalogue.header_comment = f"# The messages of desk_app: {catalogue.locale_identifier}."
    catalogue.fuzzy = False
    out = io.BytesIO()
    write_po(out, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines()
    return (
        "\n".join(line for line in lines if not line.startswith(tuple(f'"{name}:' for name in NOISE))) + "\n"
    ).encode()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Compile what a translator wrote; the same text always gives the same bytes."""
    clean = read_po(io.BytesIO(po_text(catalogue)), locale=catalogue.locale)
    clean.creation_date = clean.revision_date = ANY_DAY
    out = io.BytesIO()
    write_mo(out, clean)
    return out.getvalue()


def update() -> int:
    messages = collected()
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(messages, no_fuzzy_matching=True)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_text(catalogue))
        path.with_suffix(".mo").write_bytes(mo_bytes(load(language)))
    troubles = list(problems())
    print(*troubles, sep="\n", end="\n" if troubles else "")
    return 0


def check() -> int:
    troubles = list(problems())
    print(*troubles, sep="\n", end="\n" if troubles else "", file=sys.stderr)
    print(f"translations: {len(collected())} messages, {len(troubles)} problems")
    return 1 if troubles else 0


def problems() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield from computed_messages(path.read_text("utf-8"), str(path.relative_to(ROOT)))
    messages = collected()
    for language in LANGUAGES:
        catalogue = load(language)
        for wanted in messages:
            if wanted.id:
                yield from (
                    f"{language}: {trouble}" for trouble in message_problems(catalogue.get(first(wanted)), wanted)
                )
        compiled = po_path(language).with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != mo_bytes(catalogue):
            yield f"{language}: the compiled catalogue is stale; run make translations"


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def message_problems(found: Message | None, wanted: Message) -> Iterator[str]:
    if found is None:
        yield f"not collected, run make translations: {first(wanted)!r}"
        return
    forms = [found.string] if isinstance(found.string, str) else list(found.string or ())
    if not forms or not all(forms):
        yield f"not translated: {first(wanted)!r}"
        return
    if found.fuzzy:
        yield f"marked fuzzy: {first(wanted)!r}"
    if isinstance(found.id, str) != isinstance(wanted.id, str):
        yield f"singular in one place, plural in another: {first(wanted)!r}"
    allowed = set().union(*(places(text) for text in ids(wanted)))
    for form in forms:
        if (places(form) != allowed) if isinstance(wanted.id, str) else not places(form) <= allowed | {"n"}:
            yield f"other {{places}} than the message: {first(wanted)!r} → {form!r}"


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def places(text: str) -> set[str]:
    """Return the names between braces; a text that is no template has none."""
    try:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return {f"broken: {text}"}


def computed_messages(source: str, name: str) -> Iterator[str]:
    """Name every message that is put together in the source: it cannot be collected."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and called(node) in {*FIRST_ARGUMENT, "trn"}:
            checked = node.args[:2] if called(node) == "trn" else node.args[:1]
            if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in checked):
                yield f"{name}:{node.lineno}: a message must be one literal, not put together"


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


if __name__ == "__main__":
    verbs = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
