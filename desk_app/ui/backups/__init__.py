"""The backups of an office: their list, making one, putting one back, and what to do with a damaged office."""
