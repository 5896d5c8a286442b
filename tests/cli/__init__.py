"""The command line, typed at a real office file."""
