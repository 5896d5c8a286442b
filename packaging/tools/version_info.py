"""The version resource that Windows shows in a program's properties, in the words of PyInstaller's version file."""

import re
from typing import Final

TEMPLATE: Final = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1,
                    subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'desk_app'),
      StringStruct('FileDescription', {description!r}),
      StringStruct('FileVersion', {version!r}),
      StringStruct('InternalName', {name!r}),
      StringStruct('LegalCopyright', 'MIT License'),
      StringStruct('OriginalFilename', {file!r}),
      StringStruct('ProductName', 'Desk'),
      StringStruct('ProductVersion', {version!r})])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""


def version_info(version: str, name: str, description: str) -> str:
    """Return the text of a version file for the program `name`.exe."""
    return TEMPLATE.format(
        numbers=numbers(version), version=version, name=name, description=description, file=f"{name}.exe"
    )


def numbers(version: str) -> tuple[int, int, int, int]:
    """Return the four numbers Windows compares: "1.2.0rc1" gives (1, 2, 0, 0)."""
    found = [int(part) for part in re.findall(r"\d+", re.split(r"[a-z+-]", version, maxsplit=1)[0])]
    major, minor, patch, build = (*found, 0, 0, 0, 0)[:4]
    return major, minor, patch, build
