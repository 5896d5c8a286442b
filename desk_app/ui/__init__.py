"""Windows and widgets. They ask the desk, and never fetch."""
