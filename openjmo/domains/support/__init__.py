"""The desk: who answers members' requests, and the list of what waits for an answer.

Words: an *officer* is an account that the operator has made one, with *tasks* (`tasks`) that say which pages of the desk are theirs; an
*opening* is a request that an officer without its task reads for some minutes, because somebody needs help now; a *request* is what a
member has asked and somebody must answer: a figure that differs (savings), a card that is missing, an account that does not match the
register (membership). Each room keeps its own requests and its own way of answering; this room lists them together, whose turn it is, and
says who may answer.

What always holds: an officer is active or not, and nothing is deleted, so that old answers keep their names; what was given to officers and
taken back, what they opened and who looked at it is only added to; an opening is told to the member and to the overseers in the transaction
that makes it; nobody answers a request of their own, which the rooms that keep the requests see to (`membership.own`).
"""
