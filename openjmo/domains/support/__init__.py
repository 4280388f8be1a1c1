"""The desk: who answers members' requests, and the list of what waits for an answer.

Words: an *officer* is an account that the operator has made one; a *request* is what a member has asked and somebody must answer: a figure
that differs (savings), a card that is missing, an account that does not match the register (membership). Each room keeps its own requests
and its own way of answering; this room lists them together, whose turn it is, and says who may answer.

What always holds: an officer is active or not, and nothing is deleted, so that old answers keep their names; nobody answers a request of
their own, which the rooms that keep the requests see to (`membership.own`).
"""
