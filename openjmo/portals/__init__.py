"""People's doors: one package per audience, each with its own screens, rights and words; `shared` holds what they have in common.

A screen guards, reads the form, asks the time once, makes one call into a room and shows the answer. It never touches a
table or the ledger.
"""
