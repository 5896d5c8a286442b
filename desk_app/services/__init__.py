"""The verbs of the office: each loads, asks the domain, saves, and says what changed."""
