"""What breaks on a shared drive, broken on purpose."""
