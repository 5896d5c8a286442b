"""The lab's runs, from the server: `python -m tests.faults.lab.run paced|hidden|nobrl|cut [OPTIONS]`. Prints tables."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

LAB = Path(os.environ.get("LAB", "/tmp/share-lab"))
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SHARE = LAB / "share"
MOUNTED = Path("/mnt/share")
OFFICE = "office.desk"
CLIENTS = (1, 2, 3)


def lab(*words: str) -> str:
    """Run the rig; return what it says."""
    done = subprocess.run([str(HERE / "lab.sh"), *words], text=True, capture_output=True, check=False)
    return done.stdout + done.stderr


def python(*words: str, locks: bool = True) -> str:
    """Return the command line of a workstation's work, with the order of locking that Windows has."""
    preload = f"LD_PRELOAD={LAB}/winlock.so " if locks else ""
    return f"cd {ROOT} && {preload}{ROOT}/.venv/bin/python -m tests.faults.lab.client {' '.join(words)}"


def on(client: int, *words: str, seconds: int = 120) -> str:
    """Let a client do something and return what it says."""
    return lab("do", str(client), python(*words), str(seconds))


def fresh(tickets: int = 80) -> Path:
    """Make an office on the share, on the server itself."""
    for old in SHARE.glob("office.desk*"):
        old.unlink() if old.is_file() else None
    subprocess.run(["bash", "-c", python("make", str(SHARE / OFFICE), str(tickets), locks=False)], check=True)
    return MOUNTED / OFFICE


def judged() -> dict[str, Any]:
    """Return what is left on the share, seen from the server."""
    command = ["bash", "-c", python("judge", str(SHARE / OFFICE), locks=False)]
    return dict(json.loads(subprocess.run(command, text=True, capture_output=True, check=True).stdout))


def remount(options: str, clients: tuple[int, ...] = CLIENTS) -> None:
    """Mount the share again with other options."""
    for client in clients:
        said = lab("remount", str(client), options)
        assert "error" not in said, said


def at_once(work: list[tuple[int, tuple[str, ...]]], seconds: int) -> dict[int, str]:
    """Let several clients work at the same time; return what each says."""
    said: dict[int, str] = {}

    def one(client: int, words: tuple[str, ...]) -> None:
        said[client] = on(client, *words, seconds=seconds)

    threads = [threading.Thread(target=one, args=given) for given in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def paced(seconds: int = 300, period: float = 5.0, processes: int = 10, options: str = "") -> None:
    """Thirty workstations, one save each in five seconds."""
    remount(options)
    office = fresh()
    out = LAB / "paced"
    for old in LAB.glob("paced.*"):
        old.unlink()
    words = ("paced", str(office), str(seconds), str(period), str(processes))
    at_once([(client, (*words, f"{out}.{client}")) for client in CLIENTS], seconds + 180)
    found = [json.loads(path.read_text()) for path in sorted(LAB.glob("paced.*"))]
    took = sorted(one for process in found for one in process["took"])
    refused = [one for process in found for one in process["refused"]]
    left = judged()
    acknowledged = [op for process in found for op in process["acknowledged"]]
    lost = [op for op in acknowledged if op not in left["ops"]]
    rank = {name: took[min(len(took) - 1, int(len(took) * part))] for name, part in (("p50", 0.5), ("p99", 0.99))}
    print(f"paced {options or 'default'}: {len(found)} processes, {len(took)} saves, refused {len(refused)},")
    print(f"  p50 {rank['p50'] * 1000:.0f} ms, p99 {rank['p99'] * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms,")
    print(f"  lost {len(lost)}, findings {left['findings']}", sorted(set(refused)))


def hidden(runs: int = 20, options: str = "") -> None:
    """A writer is killed in the middle of a transaction while two others read and save."""
    remount(options)
    office, stop = fresh(), LAB / "stop"
    stop.unlink(missing_ok=True)
    outs = {client: LAB / f"follow.{client}" for client in (1, 3)}
    work = [(client, ("follow", str(office), str(stop), str(out))) for client, out in outs.items()]
    followers = threading.Thread(target=at_once, args=(work, runs * 60 + 120))
    followers.start()
    halves = 0
    for run in range(runs):
        on(2, "die", str(office), f"мёртвый{run}")
        time.sleep(4)
    stop.touch()
    followers.join()
    left = judged()
    halves = left["notes"] > 1
    found = {client: json.loads(out.read_text()) for client, out in outs.items()}
    print(
        f"hidden journal, {options or 'default'}: {runs} writers killed, half kept: {halves}, findings {left['findings']}"
    )
    for client, what in found.items():
        print(f"  client {client}: {what['seen']}, refused {what['refused']}")


def nobrl() -> None:
    """Locks are not sent to the server: the program must refuse."""
    remount("nobrl")
    office = fresh()
    for client in CLIENTS:
        print(f"nobrl, client {client}:", on(client, "save", str(office)).strip())
    remount("")


def cut(seconds: int = 60) -> None:
    """A client is cut off for a minute while it saves, and comes back."""
    remount("")
    office = fresh()
    said: dict[int, str] = {}
    threads = [
        threading.Thread(
            target=lambda c=client: said.update({c: on(c, "hold", str(office), str(seconds + 60), seconds=600)})
        )
        for client in CLIENTS
    ]
    for thread in threads:
        thread.start()
    time.sleep(20)
    lab("cut", "2")
    time.sleep(seconds)
    lab("heal", "2")
    for thread in threads:
        thread.join()
    left = judged()
    for client, words in sorted(said.items()):
        found = json.loads(words.splitlines()[-1])
        lost = [op for op in found["acknowledged"] if op not in left["ops"]]
        longest = max(found["took"])
        print(
            f"cut, client {client}: {len(found['took'])} saves, longest {longest:.1f} s, lost {len(lost)}, refused",
            found["refused"],
        )
    print("  doubled", sum(count > 1 for count in left["ops"].values()), "findings", left["findings"])


if __name__ == "__main__":
    given = sys.argv[2:]
    {
        "paced": lambda: paced(int(given[0]) if given else 300, options=given[1] if given[1:] else ""),
        "hidden": lambda: hidden(int(given[0]) if given else 20, given[1] if given[1:] else ""),
        "nobrl": nobrl,
        "cut": cut,
    }[sys.argv[1]]()
