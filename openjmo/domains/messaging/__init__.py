"""Messages to people: notices inside the app, and an outbox for e-mail and SMS.

Words: a *message* is a notice inside the app, addressed to a recipient key (`person:PS-…`, `account:AK-…`), so that a worker without an
account finds it after registering; *wording* is the sentences of a template, declared by the room that sends it; a *mail* is a letter in
the outbox, or an SMS; a *channel* carries them out. An SMS goes by one of two *routes*; a *dispatch* is one text handed to one route, and a
*receipt* that route's word of what became of it.

What always holds: a message keeps its template and values, never finished text, and is put into words in the reader's language when it is
read; a mail is written in the transaction of what it tells about and leaves after it, in the background, at least once and normally
exactly once; the same key never makes a second message or mail; no SMS carries a link, and no letter except the ones that activate an
account, set a new password, change the address, freeze an account or ask a trusted person (people are told that, so that a false one is
recognised); every letter and SMS ends with a code by which anybody can check it (`checking`), and no subject names anybody.
"""
