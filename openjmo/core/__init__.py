"""Floor 1: money, time, identity numbers and the families of trouble.

Everybody above uses it; it uses nobody. Plain Python: no Django, no database, no network, no clock of its own.
"""
