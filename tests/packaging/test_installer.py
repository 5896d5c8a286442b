"""The installer script names what the spec builds; it is not run here."""

import re

from desk_app.site import FILE_NAME, site
from tests.test_project import ROOT

SCRIPT = (ROOT / "packaging" / "windows" / "desk_app.iss").read_text("utf-8-sig")
SPEC = (ROOT / "packaging" / "desk_app.spec").read_text("utf-8")


def test_it_installs_what_the_spec_builds():
    for name in re.findall(r"([\w-]+)\.exe\"", SCRIPT):
        assert f'"{name}"' in SPEC or name == "desk-app-setup"


def test_it_asks_for_no_administrator():
    assert "PrivilegesRequired=lowest" in SCRIPT
    assert "uac_admin=False" in SPEC


def test_what_it_writes_is_what_the_program_reads(tmp_path):
    lines = re.findall(r"Lines\[\d\] := (.*);", SCRIPT)
    assert len(lines) == 3
    office, language = r"\\server\share\отдел.desk", "ru"
    text = "\r\n".join(
        line.replace("' + Office + '", office).replace("' + ActiveLanguage + '", language)[1:-1].replace("''", "'")
        for line in lines
    )
    (tmp_path / FILE_NAME).write_text(text, "utf-8-sig")
    found = site(tmp_path, {})
    assert found.trouble is None
    assert str(found.office).endswith(office)
    assert found.language == language
