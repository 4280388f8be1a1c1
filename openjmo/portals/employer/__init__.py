"""The employer portal: send the monthly wage report, mend what needs mending, pay, and see that it arrived.

For people who act for an employer (`identity.reads.employers_of`); every address names the employer, so that somebody who serves two firms
can have both open. The views are thin: guard, read the form, one call into contributions, one page. A report of another employer and one
that does not exist look the same.
"""
