"""One ticket: registering a call, the card, the steps, the history."""
