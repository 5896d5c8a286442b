"""What the window says while the office is away, and what waits to be sent."""
