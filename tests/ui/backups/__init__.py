"""Windows of backups."""
