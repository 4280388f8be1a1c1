"""Machinery every room stands on: database, templates, logs, health, background work.

It knows Django and the machine and no word of social security: nothing in here would change if the fund insured ships.
Rooms above import from its modules directly; importing this package alone loads no Django, so the `openjmo` command
stays quick for work that needs none.
"""
