"""Where the packaged program starts."""

import multiprocessing
import sys

from desk_app.app.splash import close_splash
from desk_app.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:]:
        close_splash()
    sys.exit(main())
