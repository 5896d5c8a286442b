"""The duty planner: the month grid, requests, who is here."""
