"""The program: a command where one is given, the window otherwise."""

import sys


def main() -> int:
    """Run the program and return its exit code; who stops it while it is still being loaded sees no trace."""
    try:
        from desk_app.cli import main as run
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1
    return run()


if __name__ == "__main__":
    sys.exit(main())
