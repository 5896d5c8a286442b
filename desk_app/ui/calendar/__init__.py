"""The office's working calendar on screen."""
