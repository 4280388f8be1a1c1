"""What this installation publishes of itself (S162): figures of each month that is over, for everybody, of nobody in particular.

Words: a *month* is one row of published figures; a figure is *hidden* when few people could be told by it (`disclosure`).

What always holds: a month is counted once, by a job, after its returns are credited, and never again, because the difference between two
versions of a month would show who came in between; what is hidden is not kept either, so the table holds no more than the page shows; only
what this database holds is counted, nothing of the real fund.
"""
