"""A program that makes or puts back a backup, to be killed at any moment."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def kill_at_random(command: list[str], times: int) -> float:
    """Run `command` to its end once, then kill it `times` times at moments spread over its life; return its seconds."""
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ)
    took = time.monotonic() - began
    for place in range(times):
        running = subprocess.Popen(command, cwd=ROOT, env=os.environ)
        time.sleep(took * (place + random.random()) / times)
        running.kill()
        running.wait()
    return took


def main(what: str, office: Path, *rest: str) -> None:
    """Do `what` as the program does."""
    from desk_app.storage.backups import Maker
    from desk_app.storage.restore import Restorer

    if what == "backup":
        Maker(office, lambda: office).now()
    else:
        Restorer(office, "Ким").restore(Path(rest[0]))


if __name__ == "__main__":
    main(sys.argv[1], *(Path(word) for word in sys.argv[2:]))
