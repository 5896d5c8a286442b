"""The duty planner: staff cards, the schedule and its versions, requests, presence, the timesheet (E-7, E-8)."""
