"""Nobody listens any more: what was asked is done all the same."""

import subprocess
import sys

from desk_app.storage import open_office


def test_a_closed_pipe_does_not_stop_what_is_being_added(office):
    lines = "".join(f'{{"description": "Звонок {at}"}}\n' for at in range(40))
    code = (
        "import sys; from desk_app.services import people; people.os_login = lambda: 'boss';"
        "from desk_app.cli.run import main; sys.exit(main(sys.argv[1:]))"
    )
    adding = subprocess.Popen(
        [sys.executable, "-c", code, "ticket", "add", str(office), "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert adding.stdin
    assert adding.stdout
    assert adding.stderr
    adding.stdout.close()
    adding.stdin.write(lines.encode())
    adding.stdin.close()
    trouble = adding.stderr.read()
    adding.stderr.close()
    assert (adding.wait(60), trouble) == (0, b"")
    with open_office(office) as file:
        assert file.reader.sizes()["ticket"] == 40
