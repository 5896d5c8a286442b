"""Reports on the screen: chosen, seen as they will print, saved and printed."""
