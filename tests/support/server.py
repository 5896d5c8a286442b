"""A PostgreSQL server for tests: started on loopback for one command, and always shut down.

usage: python -m tests.support.server COMMAND… (which finds its address in DESK_TEST_SERVER, its password in PGPASSWORD)
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

VARIABLE = "DESK_TEST_SERVER"
ACCOUNT = "postgres"
"""Who the server runs as where root asks for it: it refuses to be root."""
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "1h",
}


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """Start a server in a temporary folder, on a free port of 127.0.0.1; give its address and its password."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="desk-server-"))
    password = secrets.token_hex(12)
    try:
        secret = folder / "password"
        secret.write_text(password)
        secret.chmod(0o600)
        if os.getuid() == 0:
            for path in (folder, secret):
                shutil.chown(path, ACCOUNT, pwd.getpwnam(ACCOUNT).pw_gid)
        data, port = folder / "data", _free_port()
        _run(programs / "initdb", "-D", data, "-U", "desk", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8",
             "--locale=C", "--no-sync")  # fmt: skip
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        log = folder / "log"
        _run(programs / "pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", f"-p {port} -k {folder} {options}")
        try:
            yield f"postgresql://desk@127.0.0.1:{port}/postgres", password
        finally:
            _run(programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run `command` while a server is there; return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with server() as (address, password):
        told = {VARIABLE: address, "PGPASSWORD": password}
        return subprocess.run(command, env={**os.environ, **told}, check=False).returncode


def _programs() -> Path:
    """Return the folder of the server's programs, the newest there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    if named is None:
        raise SystemExit("There is no PostgreSQL server here: packaging/system_libraries.sh postgres installs one.")
    return Path(named).resolve().parent


def _run(*words: object) -> None:
    who: dict[str, Any] = (
        {"user": ACCOUNT, "group": pwd.getpwnam(ACCOUNT).pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    )
    told = [str(word) for word in words]
    done = subprocess.run(told, check=False, capture_output=True, text=True, cwd="/", env=_plain_environment(), **who)
    if done.returncode:
        raise SystemExit(f"{words[0]}: {done.stdout}{done.stderr}")


def _plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))} | {"LANG": "C"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
