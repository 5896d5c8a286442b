"""The search for a plan: knows `domain.roster` and the solver, nothing of offices, windows or storage.

The solver is loaded in a process of its own only (`__main__`), which the program starts by `client`.
"""
