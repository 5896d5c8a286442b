"""The lab's runs, from the server: `python -m tests.faults.lab.run paced|floor|hidden|nobrl|cut`. Prints tables."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.faults.lab.host import Host
from tests.faults.lab.phases import PARTS

LAB = Path(os.environ.get("LAB", "/tmp/share-lab"))
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SHARE = LAB / "share"
MOUNTED = Path("/mnt/share")
OFFICE = "office.desk"
CLIENTS = tuple(range(1, int(os.environ.get("CLIENTS", "3")) + 1))


def lab(*words: str) -> str:
    """Run the rig; return what it says."""
    done = subprocess.run([str(HERE / "lab.sh"), *words], text=True, capture_output=True, check=False)
    return done.stdout + done.stderr


def python(*words: str, locks: bool = True, module: str = "client") -> str:
    """Return the command line of a workstation's work, with the order of locking that Windows has."""
    preload = f"LD_PRELOAD={LAB}/winlock.so " if locks else ""
    return f"cd {ROOT} && {preload}{ROOT}/.venv/bin/python -m tests.faults.lab.{module} {' '.join(words)}"


def on(client: int, *words: str, seconds: int = 120, module: str = "client") -> str:
    """Let a client do something and return what it says."""
    return lab("do", str(client), python(*words, module=module), str(seconds))


def fresh(tickets: int = 80) -> Path:
    """Make an office on the share, on the server itself."""
    for old in SHARE.glob("office.desk*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for old in [*LAB.glob("out.*")]:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
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


def at_once(work: list[tuple[int, tuple[str, ...]]], seconds: int, module: str = "client") -> dict[int, str]:
    """Let several clients work at the same time; return what each says."""
    said: dict[int, str] = {}

    def one(client: int, words: tuple[str, ...]) -> None:
        said[client] = on(client, *words, seconds=seconds, module=module)

    threads = [threading.Thread(target=one, args=given) for given in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def paced(seconds: int = 300, processes: int = 10, options: str = "") -> None:
    """Three times so many workstations, one save each in five seconds, for `seconds` from when all are there."""
    remount(options)
    office = fresh()
    words = ("paced", str(office), str(seconds), "5", str(processes))
    with Host() as host:
        said = at_once([(client, (*words, f"{LAB}/out.{client}")) for client in CLIENTS], seconds + 240)
    found = [json.loads(path.read_text()) for path in sorted(LAB.glob("out.*")) if path.is_file()]
    took = sorted(one for process in found for one in process["took"])
    seen = sorted(one for process in found for one in process["told"])
    pulls = sorted(one for process in found for one in process["pulls"])
    refused = [one for process in found for one in process["refused"]]
    left = judged()
    lost = [op for process in found for op in process["acknowledged"] if op not in left["ops"]]
    print(
        f"paced, {options or 'default mount options'}, {seconds} s, load {os.getloadavg()}: {len(found)} workstations"
    )
    met = sorted(one for process in found for one in process["met"])
    print(f"  {len(took)} saves: {_spread(took)}; {len(pulls)} looks: {_spread(pulls)}; who is here: {_spread(met)}")
    ready = max((process.get("ready", 0.0) for process in found), default=0.0)
    late = sorted(save["all"] for process in found for save in process["phases"] if save["at"] > ready)
    print(f"  {len(late)} saves after the last of them had opened: {_spread(late)}")
    saves = [(save["at"], save["all"]) for process in found for save in process["phases"]]
    for told, during in host.minutes(saves):
        print(f"    {told}; {len(during)} saves: {_spread(during)}")
    print(f"  {len(seen)} saves until they are on the own screen: {_spread(seen)}")
    print("  opened in", sorted(round(process.get("opened", 0), 1) for process in found))
    _print_phases([save for process in found for save in process["phases"]])
    print(f"  refused {len(refused)}, lost {len(lost)}, findings {left['findings']}", sorted(set(refused)))
    if len(found) < len(CLIENTS) * processes:
        print(said)
    aim = "0 refused, 0 lost or doubled, p99 250 ms"
    double = [op for process in found for op in process["acknowledged"] if left["ops"].get(op, 0) > 1]
    told = (
        f"{len(refused)} refused, {len(lost)} lost, {len(double)} doubled; {_spread(late)}; "
        f"with the minute in which they opened: {_spread(took)}; until on the own screen: {_spread(seen)}"
    )
    _row(f"{len(found)} workstations, one save in 5 s, {seconds} s, {options or 'default'}", aim, told)


def floor(seconds: int = 60, processes: int = 10) -> None:
    """The same pace with SQLite alone and a row of a few hundred bytes: what this lab can do at best just now."""
    remount("")
    for old in [*SHARE.glob("bare.db*"), *LAB.glob("out.*")]:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    subprocess.run(["bash", "-c", python(str(SHARE / "bare.db"), locks=False, module="bare")], check=True)
    words = (str(MOUNTED / "bare.db"), str(seconds), "5", str(processes))
    at_once([(client, (*words, f"{LAB}/out.{client}")) for client in CLIENTS], seconds + 120, "bare")
    found = [json.loads(path.read_text()) for path in sorted(LAB.glob("out.*")) if path.is_file()]
    took, pulls = (sorted(one for process in found for one in process[what]) for what in ("took", "pulls"))
    refused = sum(len(process["refused"]) for process in found)
    print(f"SQLite alone, {seconds} s, load {os.getloadavg()}: {len(found)} writers")
    print(f"  {len(took)} saves: {_spread(took)}; {len(pulls)} looks: {_spread(pulls)}; refused {refused}")
    _row(
        f"SQLite alone, {len(found)} writers, {seconds} s",
        "what this lab can do",
        f"{refused} refused; {_spread(took)}",
    )


def _row(what: str, aim: str, found: str) -> None:
    """Print a line of the table that stands at the end of everything."""
    print(f"| {what} | {aim} | {found} |")


def _print_phases(saves: list[dict[str, float]]) -> None:
    """Tell where the time of saves went, part by part, and how often each part was begun."""
    for part in ("turn", *PARTS.values(), "held", "processor", "pause", "all"):
        took = sorted(save.get(part, 0.0) for save in saves)
        times = sum(save.get(f"{part} n", 0.0) for save in saves) / max(1, len(saves))
        print(f"    {part}: {_spread(took)}, mean {1000 * sum(took) / max(1, len(took)):.0f} ms, {times:.1f} times")


def _spread(took: list[float]) -> str:
    if not took:
        return "none"
    p50, p99 = (took[min(len(took) - 1, int(len(took) * part))] * 1000 for part in (0.5, 0.99))
    return f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {took[-1] * 1000:.0f} ms"


def hidden(runs: int = 20, options: str = "") -> None:
    """A writer is killed in the middle of a transaction while two others read and save."""
    remount(options)
    office, stop = fresh(), LAB / "stop"
    stop.unlink(missing_ok=True)
    hows = {1: "program", 3: "plain"}
    work = [(client, ("follow", str(office), str(stop), f"{LAB}/out.{client}", how)) for client, how in hows.items()]
    followers = threading.Thread(target=at_once, args=(work, runs * 60 + 120))
    followers.start()
    time.sleep(10)
    dead = 0
    for run in range(runs):
        dead += "spilled" in on(2, "die", str(office), f"мёртвый{run}")
        time.sleep(4)
    stop.touch()
    followers.join()
    left = judged()
    print(f"hidden journal, {options or 'default mount options'}: {dead} of {runs} writers killed in mid-transaction,")
    print(f"  half kept {left['notes'] > 1}, findings {left['findings']}")
    for client in hows:
        what = json.loads((LAB / f"out.{client}").read_text())
        print(f"  client {client}: {what['seen']}, refused {what['refused']}")
    seen = json.loads((LAB / "out.1").read_text())["seen"]
    half = sum(count for name, count in seen.items() if name.startswith(("half", "faults")))
    shown = f"{half} shown in {seen['pulls']} looks, {seen['journals']} journals, {seen.get('backups', 0)} backups"
    kept = f"{int(left['notes'] > 1)} kept, findings {left['findings']}, {shown}"
    _row(f"hidden journal, {options or 'default'}, {dead} of {runs} killed halfway", "0 halves kept or shown", kept)


def nobrl() -> None:
    """Locks are not sent to the server: the program must refuse."""
    remount("nobrl")
    office = fresh()
    said = at_once([(client, ("save", str(office), "90", f"{LAB}/out.{client}")) for client in CLIENTS], 200)
    for client, words in sorted(said.items()):
        print(f"nobrl, client {client}:", words.strip())
        refusal = "refused" if "nobrl" in words else "NOT refused"
        _row(f"nobrl, client {client}", "refused with the right sentence", refusal)
    remount("")


def cut(seconds: int = 60) -> None:
    """A client is cut off for a minute while it saves, and comes back."""
    remount("")
    office = fresh()
    said: dict[int, str] = {}

    def work() -> None:
        words = ("keep", str(office), str(seconds + 60))
        said.update(at_once([(client, (*words, f"{LAB}/out.{client}")) for client in CLIENTS], 600))

    workers = threading.Thread(target=work)
    workers.start()
    time.sleep(25)
    lab("cut", "2")
    time.sleep(seconds)
    lab("heal", "2")
    workers.join()
    left, missing = judged(), 0
    for client, words in sorted(said.items()):
        found = json.loads(words.splitlines()[-1])
        lost = sum(left["ops"].get(op, 0) != 1 for op in found["acknowledged"])
        there = sum(op in left["ops"] for op in found["given up"])
        missing += lost
        spread = _spread(sorted(found["took"]))
        print(f"cut, client {client}: {len(found['took'])} saves, {spread}, not there once {lost}")
        print("  refused:", found["refused"])
        print("  refused, and there all the same:", there)
    print("  findings", left["findings"])
    _row(
        f"cut off for {seconds} s", "nothing lost or doubled", f"{missing} lost or doubled, findings {left['findings']}"
    )


if __name__ == "__main__":
    given = sys.argv[2:]
    {
        "paced": lambda: paced(int(given[0]), int(given[1]) if given[1:] else 10, *given[2:3]),
        "hidden": lambda: hidden(int(given[0]) if given else 20, given[1] if given[1:] else ""),
        "floor": lambda: floor(*map(int, given[:2])),
        "nobrl": nobrl,
        "cut": cut,
    }[sys.argv[1]]()
