"""Coming back without the old e-mail address and telephone, and being somebody's trusted person.

Words: *case code*, what opens a case's own page; *trusted person's code*, what opens theirs. Neither page shows anything of an account.
"""
