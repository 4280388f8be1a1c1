"""Messages to people: notices inside the app, and an outbox for e-mail.

Words: a *message* is a notice inside the app, addressed to a recipient key (`person:PS-…`, `account:AK-…`), so that a worker without an
account finds it after registering; *wording* is the sentences of a template, declared by the room that sends it; a *mail* is a letter in
the outbox; a *channel* carries letters out.

What always holds: a message keeps its template and values, never finished text, and is put into words in the reader's language when it is
read; a mail is written in the transaction of what it tells about and leaves after it, in the background, at least once and normally
exactly once; the same key never makes a second message or mail; no mail carries a link except the ones that activate an account or set a
new password (people are told that, so that a false letter is recognised).
"""
