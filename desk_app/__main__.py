"""The program: a command where one is given, the window otherwise."""

import sys

from desk_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
