"""Is this file an Excel workbook that can be read, and how big would it be unpacked."""

from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from desk_app.domain.errors import BadInput, Unavailable

UNPACKED_LIMIT: Final = 512 * 1024 * 1024
"""The most a workbook may grow to when unpacked, in bytes; a million rows of a journal stay below it."""
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLE_LIMIT: Final = 64 * 1024 * 1024


def refuse_others(path: Path) -> None:
    """Raise BadInput with the way out for every file that is not a readable .xlsx, Unavailable when unreadable."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
            rest = file.read(_OLE_LIMIT) if start == _OLE else b""
        if start == _OLE:
            raise _old_or_locked(path, rest)
        with ZipFile(path) as package:
            _look_inside(path, package)
    except OSError as error:
        raise unreadable(path, error) from None
    except (BadZipFile, NotImplementedError, ValueError):
        raise _damaged_or_other(path, start) from None


def unreadable(path: Path, error: OSError) -> Unavailable:
    """Return the sentence for a file that the disk or the share does not give."""
    if isinstance(error, FileNotFoundError):
        return Unavailable("There is no file {path}. Check its name.", path=path)
    if isinstance(error, IsADirectoryError):
        return Unavailable("{path} is a folder. Choose the Excel file in it.", path=path)
    if isinstance(error, PermissionError):
        return Unavailable("{path} may not be read. If it is open in another program, close it there.", path=path)
    return Unavailable(
        "{path} cannot be read: {reason}. Check the connection, then try again.",
        path=path,
        reason=error.strerror or str(error),
    )


def damaged(path: Path) -> BadInput:
    """Return the sentence for a workbook that is broken inside."""
    return BadInput(
        "{name} is damaged and cannot be read. Open it in Excel, save it anew as .xlsx, and try again.",
        field="sheet",
        name=path.name,
    )


def _old_or_locked(path: Path, rest: bytes) -> BadInput:
    if _ENCRYPTED in rest:
        return _locked(path)
    return BadInput(
        "{name} is in the old Excel format. Open it in Excel, save it as .xlsx, and try again.",
        field="sheet",
        name=path.name,
    )


def _locked(path: Path) -> BadInput:
    return BadInput(
        "{name} is protected with a password. Open it in Excel, take the password off, save it, and try again.",
        field="sheet",
        name=path.name,
    )


def _look_inside(path: Path, package: ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise _locked(path)
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise BadInput(
            "{name} would take more than {limit} MB unpacked, which no journal does. "
            "Delete the empty rows and pictures in it, or split it.",
            field="sheet",
            name=path.name,
            limit=UNPACKED_LIMIT // 1024 // 1024,
        )
    if not any(name.endswith("workbook.xml") for name in names):
        raise _not_excel(path)


def _damaged_or_other(path: Path, start: bytes) -> BadInput:
    return damaged(path) if start.startswith(b"PK") or path.suffix.lower() in (".xlsx", ".xlsm") else _not_excel(path)


def _not_excel(path: Path) -> BadInput:
    return BadInput(
        "{name} is not an Excel workbook (.xlsx). Open it in Excel or LibreOffice, save it as .xlsx, and try again.",
        field="sheet",
        name=path.name,
    )
