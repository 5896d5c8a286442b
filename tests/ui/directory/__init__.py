"""The directory window and its dialogs."""
