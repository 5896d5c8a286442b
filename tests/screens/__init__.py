"""Pictures of every screen, drawn without one."""
