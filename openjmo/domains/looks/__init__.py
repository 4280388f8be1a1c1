"""Who looked at a member's file (N12): one line for every look of an officer, an operator, an employer or a program with an access key.

Words: a *look* is one reading of one file; a *reader* is whoever reads; the *subject* is whose file it is, named like the recipient of a
message (`person:…`, `account:…`). A line stands for everything the same reader saw of the same file for the same purpose from its moment
on, for one minute, or for one hour where a program of the member's own asks again and again.

What always holds: the line is written before anything is shown, in the transaction that reads, and without it nothing is shown; lines are
only added to, whoever asks; each line of a subject carries the digest of the line before it, so that one changed, exchanged or missing line
no longer fits. The end of a chain can be cut off unseen by whoever has all rights in the database, unless the digest of that day was kept
elsewhere (`openjmo looks head`). A member's own visits are not recorded here.

The files of requests are read only through functions that demand a reader (`membership.desk`, `savings.differences`, `savings.merges`).
"""
