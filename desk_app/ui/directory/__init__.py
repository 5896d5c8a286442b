"""The directory: people and organisations, their doubles, lists from Excel, and forgetting a person."""
