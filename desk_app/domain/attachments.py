"""Names of attached files made harmless on every system, and the kinds that the program never opens.

Windows' rules hold everywhere: an office has both systems, and a file goes from one to the other.
"""

import re
import unicodedata
from collections.abc import Container
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

NAME_LIMIT: Final = 120
"""Longest name of an attached file, in characters; a folder of some length still fits before it on Windows."""
BYTE_LIMIT: Final = 240
"""Longest name in UTF-8, in bytes: Linux takes 255, and a temporary name needs a few of them."""
MEBIBYTE: Final = 1024 * 1024

_NAMELESS: Final = "file"
_SUFFIX_LIMIT: Final = 20
_JOINER: Final = "\u200c"
"""The one invisible character that words of Persian need."""
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\ud800-\udfff\ufffe\uffff]')
_SPACE: Final = re.compile(r"\s+")
_PATH: Final = re.compile(r"[/\\]+")

_PROGRAMS: Final = """
    exe com scr pif bat cmd msi msp mst msix msixbundle appx appxbundle application appref-ms gadget cpl dll ocx sys drv
    jar jnlp class js jse mjs vb vbe vbs bas ws wsc wsf wsh sct hta ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 msh
    reg inf ins isp job lnk url website scf shb shs library-ms search-ms searchconnector-ms settingcontent-ms
    theme themepack deskthemepack diagcab chm hlp msc mde ade adp accde one onepkg rdp udl xbap osd
    iso img vhd vhdx docm dotm xlsm xltm xlam xll xla pptm potm ppam ppsm sldm
    htm html xhtml mht mhtml svg shtml sh bash run bin appimage desktop deb rpm py pyw pyz pyc pl rb php
    app command workflow pkg dmg
"""
DANGEROUS: Final = frozenset(_PROGRAMS.split())
"""Ends of names that start a program, a script or a macro, mount a disk, or lead elsewhere, when opened."""


def harmless_name(name: str) -> str:
    """Return `name` as any system takes it: no folders, no control, bidi or forbidden characters, not reserved.

    A long one loses the end of its stem and keeps its kind. An empty one is called “file”.
    """
    parts = [part for part in _PATH.split(name) if part]
    line = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", _visible(parts[-1] if parts else "")))
    tidy = _trimmed(_SPACE.sub(" ", line))
    if tidy.startswith("."):
        tidy = f"_{tidy}"
    if _RESERVED.fullmatch(tidy):
        tidy = f"_{tidy}"
    return _shortened(tidy) or _NAMELESS


def is_dangerous(name: str) -> bool:
    """Tell whether the file may only be saved, with a warning, and never opened from the program."""
    return _kind(harmless_name(name)) in DANGEROUS


def is_disguised(name: str) -> bool:
    """Tell whether a dangerous kind hides behind a harmless one: “report.pdf.exe”, “photo.jpg    .scr”."""
    stem, _, kind = harmless_name(name).rpartition(".")
    return kind.casefold() in DANGEROUS and 1 < len(_kind(stem.rstrip())) <= 5 and not _kind(stem).isdigit()


def numbered(name: str, taken: Container[str]) -> str:
    """Return the harmless `name`, or “name (2)”, “name (3)” … when it is among `taken` (case-folded names)."""
    suffix = _suffix(name)
    stem, count, found = name.removesuffix(suffix), 1, name
    while found.casefold() in taken:
        count += 1
        mark = f" ({count}){suffix}"
        found = f"{_cut(stem, NAME_LIMIT - len(mark), BYTE_LIMIT - len(mark.encode()))}{mark}"
    return found


def pasted_name(word: str, moment: datetime) -> str:
    """Return what a pasted picture is called: `word` (“Screenshot”) and the local `moment`."""
    return harmless_name(f"{word} {moment:%Y-%m-%d %H-%M-%S}.png")


def _visible(name: str) -> str:
    """Return `name` without format characters (bidi overrides among them); control characters become spaces."""
    kept = (" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in name)
    return "".join(sign for sign in kept if unicodedata.category(sign) != "Cf" or sign == _JOINER)


def _trimmed(name: str) -> str:
    return name.strip(f" {_JOINER}").rstrip(f" .{_JOINER}")


def _shortened(name: str) -> str:
    suffix = _suffix(name)
    room = NAME_LIMIT - len(suffix), BYTE_LIMIT - len(suffix.encode())
    return _trimmed(_cut(name.removesuffix(suffix), *room) + suffix)


def _cut(stem: str, length: int, size: int) -> str:
    """Return the beginning of `stem` within `length` characters and `size` bytes, with nothing loose at its end."""
    if len(stem) <= length and len(stem.encode()) <= size:
        return stem
    return stem[:length].encode()[:size].decode(errors="ignore").rstrip(f" .{_JOINER}")


def _suffix(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return suffix if len(suffix) <= _SUFFIX_LIMIT else ""


def _kind(name: str) -> str:
    stem, dot, kind = name.replace(_JOINER, "").rpartition(".")
    return kind.strip().casefold() if stem and dot else ""
