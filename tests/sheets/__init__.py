"""Excel sheets as offices keep them, and as they break."""
