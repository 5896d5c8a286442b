"""The list of tickets: queues, table, how a row is painted."""
