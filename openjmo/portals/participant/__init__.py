"""The member's app: home, balance, history, ledger lines, messages, profile.

Every page is for the signed-in person only and takes no identifier of a person from outside; a card is named by its public reference
and looked for among the person's own cards.
"""
