"""The board “what is going on”: a strip, a window, and a notice beside forms."""
