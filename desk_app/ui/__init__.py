"""The window: widgets only, which ask the services through app."""
