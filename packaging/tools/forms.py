"""Compiles forms/*.ui to desk_app/ui/generated/ui_*.py, and finds compiled forms that drifted.

usage: forms.py compile | check
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "forms"
GENERATED = ROOT / "desk_app" / "ui" / "generated"


def compiled(form: Path) -> str:
    compiler = Path(sys.executable).parent / "pyside6-uic"
    return subprocess.run([compiler, form], check=True, capture_output=True, text=True, encoding="utf-8").stdout


def wanted() -> dict[Path, str]:
    """Return what the folder of compiled forms should hold."""
    return {GENERATED / f"ui_{form.stem}.py": compiled(form) for form in sorted(FORMS.glob("*.ui"))}


def strays(expected: dict[Path, str]) -> list[Path]:
    return [path for path in sorted(GENERATED.glob("ui_*.py")) if path not in expected]


def compile_forms() -> int:
    expected = wanted()
    if expected:
        GENERATED.mkdir(parents=True, exist_ok=True)
        package = GENERATED / "__init__.py"
        package.touch()
    for path, text in expected.items():
        path.write_text(text, "utf-8", newline="\n")
    for path in strays(expected):
        path.unlink()
    print(f"forms: {len(expected)} compiled")
    return 0


def check() -> int:
    expected = wanted()
    drifted = [path for path, text in expected.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in [*drifted, *strays(expected)]:
        print(f"{path.relative_to(ROOT)} is not what its form compiles to; run make forms", file=sys.stderr)
    print(f"forms: {len(expected)} compiled, {len(drifted)} drifted")
    return 1 if drifted or strays(expected) else 0


if __name__ == "__main__":
    verbs = {"compile": compile_forms, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
