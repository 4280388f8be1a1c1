"""The queries of `verify`: each looks at one range of entries, accounts or links and yields what does not hold there.

Digests are built here from the bytes that `chain` describes, not with the database's own functions, which somebody may have replaced.
"""

from __future__ import annotations

from typing import Final

from openjmo.ledger.chart import LINE_COLUMNS, LINE_COUNT, LINE_MOVED, LINE_MOVES, LINE_TOTAL, LINE_TURNOVER, MONTH_COLUMNS

SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def _text(column: str) -> str:
    return f"int4send(octet_length(convert_to({column}, 'UTF8'))) || convert_to({column}, 'UTF8')"


_ENTRY = (
    "sha256('openjmo.ledger.entry.2'::bytea || int8send(entry.id) || "
    f"{_text('entry.key')} || {_text('entry.event')} || int4send(entry.business_on - date '1970-01-01') || "
    "int8send((extract(epoch FROM entry.recorded_at) * 1000000)::bigint) || "
    "int4send(entry.posting_count) || int8send(entry.turnover_sen) || "
    f"{_text('entry.rules_digest')} || {_text('entry.about::text')} || int8send(coalesce(entry.reverses_id, 0)) || summed.postings)"
)

_PARTS: Final = " || ".join(
    f"CASE WHEN line.{column} IS NULL THEN ''::bytea ELSE int2send({number}::smallint) || int8send(line.{column}) END"
    for number, column in enumerate(LINE_COLUMNS)
)

ENTRIES: Final = (
    """
WITH line AS (
    SELECT line.entry_id, line.account_id, account.code, @COUNT@ AS line_count, @TOTAL@ AS total, @TURNOVER@ AS turnover,
           @BYTES@ AS bytes, line.business_on
      FROM ledger_line line LEFT JOIN ledger_account account ON account.id = line.account_id
     WHERE line.entry_id BETWEEN %(first)s AND %(last)s
), slice AS (
    SELECT entry_id, account_id >> 16 AS place, sum(line_count) AS line_count, sum(total) AS total, sum(turnover) AS turnover,
           sha256(string_agg(int8send(account_id) || @CODE@ || int4send(line_count) || bytes, ''::bytea ORDER BY account_id)) AS digest,
           min(business_on) AS first_on, max(business_on) AS last_on
      FROM line GROUP BY 1, 2
), summed AS (
    SELECT entry_id, sum(line_count) AS line_count, sum(total) AS total, sum(turnover) AS turnover,
           string_agg(digest, ''::bytea ORDER BY place) AS postings,
           min(first_on) AS first_on, max(last_on) AS last_on
      FROM slice GROUP BY entry_id
), entry AS (
    SELECT * FROM ledger_entry WHERE id BETWEEN %(first)s AND %(last)s
), link AS (
    SELECT * FROM ledger_link WHERE entry_id BETWEEN %(first)s AND %(last)s
), found AS (
    SELECT coalesce(entry.id, summed.entry_id, link.entry_id) AS entry_id, coalesce(entry.key, link.entry_key) AS key,
           entry.id IS NOT NULL AS is_there, coalesce(summed.total, 0) AS total,
           coalesce(summed.turnover, 0) - coalesce(entry.turnover_sen, 0) AS turnover_differs,
           coalesce(summed.line_count, 0) - coalesce(entry.posting_count, 0) AS count_differs,
           summed.entry_id IS NOT NULL AND (entry.id IS NULL OR summed.first_on <> entry.business_on OR summed.last_on <> entry.business_on)
               AS is_stray,
           link.seq, link.day, encode(link.entry_digest, 'hex') AS expected,
           CASE WHEN entry.id IS NOT NULL THEN encode(coalesce(@ENTRY@, ''::bytea), 'hex') ELSE '' END AS found,
           link.entry_key IS DISTINCT FROM entry.key AS is_other_key
      FROM entry FULL JOIN summed ON summed.entry_id = entry.id
      FULL JOIN link ON link.entry_id = coalesce(entry.id, summed.entry_id)
)
SELECT entry_id, coalesce(key, ''), is_there, total::bigint, turnover_differs::bigint, count_differs::bigint, is_stray,
       coalesce(seq, 0), day, coalesce(expected, ''), found, is_other_key
  FROM found
 WHERE NOT is_there OR total <> 0 OR turnover_differs <> 0 OR count_differs <> 0 OR is_stray OR seq IS NULL
    OR expected IS DISTINCT FROM found OR is_other_key
 ORDER BY entry_id
""".replace("@CODE@", _text("code"))
    .replace("@ENTRY@", _ENTRY)
    .replace("@COUNT@", LINE_COUNT)
    .replace("@TOTAL@", LINE_TOTAL)
    .replace("@TURNOVER@", LINE_TURNOVER)
    .replace("@BYTES@", _PARTS)
)

REVERSALS: Final = (
    """
SELECT reversal.key, coalesce(sum(@TOTAL@), 0)::bigint FROM ledger_entry reversal JOIN LATERAL (
    (SELECT account_id, @PARTS@ FROM ledger_line WHERE entry_id = reversal.id
     EXCEPT SELECT account_id, @MIRRORED@ FROM ledger_line WHERE entry_id = reversal.reverses_id)
    UNION ALL
    (SELECT account_id, @MIRRORED@ FROM ledger_line WHERE entry_id = reversal.reverses_id
     EXCEPT SELECT account_id, @PARTS@ FROM ledger_line WHERE entry_id = reversal.id)
) AS line (account_id, @PARTS@) ON true
WHERE reversal.reverses_id IS NOT NULL AND reversal.id BETWEEN %(first)s AND %(last)s GROUP BY reversal.id
""".replace("@TOTAL@", LINE_TOTAL)
    .replace("@PARTS@", ", ".join(LINE_COLUMNS))
    .replace("@MIRRORED@", ", ".join(f"-{column}" for column in LINE_COLUMNS))
)

_MONTH_SUMS: Final = ", ".join(
    f"coalesce(sum(moved) FILTER (WHERE in_year = year AND in_month = {number}), 0) AS {name}"
    for number, name in enumerate(MONTH_COLUMNS, 1)
)

ACCOUNTS: Final = (
    """
WITH late AS MATERIALIZED (
    SELECT id, (about ->> 'original_on')::date AS original_on FROM ledger_entry WHERE about ? 'original_on'
), dated AS (
    SELECT line.*, @MOVED@ AS moved, @MOVES@ AS moves, @TOTAL@ AS total,
           extract(year FROM coalesce(late.original_on, business_on)) AS in_year,
           extract(month FROM coalesce(late.original_on, business_on)) AS in_month
      FROM ledger_line line LEFT JOIN late ON late.id = entry_id
     WHERE account_id BETWEEN %(first)s AND %(last)s AND (%(touched)s::bigint[] IS NULL OR account_id = ANY(%(touched)s))
), line AS (
    SELECT *, max(in_year) FILTER (WHERE moves) OVER account AS year,
           max(in_year) FILTER (WHERE returns_sen IS NOT NULL) OVER account AS returns_year
      FROM dated WINDOW account AS (PARTITION BY account_id)
), summed AS (
    SELECT account_id, sum(total) AS total, coalesce(sum(plain_sen), 0) AS plain, coalesce(sum(worker_sen), 0) AS worker,
           coalesce(sum(employer_sen), 0) AS employer, coalesce(sum(returns_sen), 0) AS returns, coalesce(sum(claims_sen), 0) AS claims,
           year, returns_year, coalesce(sum(returns_sen) FILTER (WHERE in_year = returns_year), 0) AS year_returns, @SUMS@
      FROM line GROUP BY account_id, year, returns_year
), account AS (
    SELECT * FROM ledger_account WHERE id BETWEEN %(first)s AND %(last)s AND (%(touched)s::bigint[] IS NULL OR id = ANY(%(touched)s))
), balance AS (
    SELECT * FROM ledger_balance
     WHERE account_id BETWEEN %(first)s AND %(last)s AND (%(touched)s::bigint[] IS NULL OR account_id = ANY(%(touched)s))
), found AS (
    SELECT coalesce(account.code, 'account ' || coalesce(summed.account_id, balance.account_id)) AS subject,
           account.id IS NOT NULL AND balance.account_id IS NULL AS lacks_balance,
           account.id IS NULL OR balance.account_id IS NULL OR balance.may_be_negative <> account.may_be_negative
               OR balance.kind <> account.kind OR balance.account_bytes <> int8send(account.id) || @CODE@
               OR (balance.plain_sen, balance.worker_sen, balance.employer_sen, balance.returns_sen, balance.claims_sen,
                   balance.balance_sen, balance.year, balance.returns_year, balance.year_returns_sen, @KEPT@)
               IS DISTINCT FROM (coalesce(plain, 0), coalesce(worker, 0), coalesce(employer, 0), coalesce(returns, 0),
                   coalesce(claims, 0), coalesce(total, 0), coalesce(summed.year, 0), coalesce(summed.returns_year, 0),
                   coalesce(year_returns, 0), @FOUND@) AS differs,
           coalesce(balance.balance_sen, 0) - coalesce(summed.total, 0) AS difference,
           NOT account.may_be_negative AND summed.total < 0 AS is_below, summed.total
      FROM account FULL JOIN balance ON balance.account_id = account.id
      FULL JOIN summed ON summed.account_id = coalesce(account.id, balance.account_id)
)
SELECT 'kept_balance', subject, difference::bigint FROM found WHERE differs
UNION ALL SELECT 'account_has_balance', subject, 0 FROM found WHERE lacks_balance
UNION ALL SELECT 'not_below_zero', subject, total::bigint FROM found WHERE is_below
""".replace("@CODE@", _text("account.code"))
    .replace("@SUMS@", _MONTH_SUMS)
    .replace("@MOVED@", LINE_MOVED)
    .replace("@MOVES@", LINE_MOVES)
    .replace("@TOTAL@", LINE_TOTAL)
    .replace("@KEPT@", ", ".join(f"balance.{name}" for name in MONTH_COLUMNS))
    .replace("@FOUND@", ", ".join(f"coalesce(summed.{name}, 0)" for name in MONTH_COLUMNS))
)

YEAR_ENDS: Final = """
WITH done AS (
    SELECT year, slice FROM ledger_year_slice
    UNION SELECT year, slice FROM ledger_year, (SELECT DISTINCT id >> 17 FROM ledger_account) AS held (slice)
), summed AS (
    SELECT account_id, code, in_year, sum(worker) OVER since AS worker_sen, sum(employer) OVER since AS employer_sen,
           sum(returns) OVER since AS returns_sen, sum(claims) OVER since AS claims_sen
      FROM (SELECT line.account_id, account.code, extract(year FROM line.business_on)::int AS in_year,
                   coalesce(sum(line.worker_sen), 0) AS worker, coalesce(sum(line.employer_sen), 0) AS employer,
                   coalesce(sum(line.returns_sen), 0) AS returns, coalesce(sum(line.claims_sen), 0) AS claims
              FROM ledger_line line JOIN ledger_account account ON account.id = line.account_id AND account.kind = 1
             WHERE line.account_id BETWEEN %(first)s AND %(last)s
               AND (%(touched)s::bigint[] IS NULL OR line.account_id = ANY(%(touched)s))
               AND line.business_on < make_date((SELECT max(year) FROM done) + 1, 1, 1)
             GROUP BY 1, 2, 3) AS line
    WINDOW since AS (PARTITION BY account_id ORDER BY in_year)
), due AS (
    SELECT summed.* FROM summed JOIN done ON done.year = in_year AND done.slice = account_id >> 17
), kept AS (
    SELECT ended.*, account.code FROM ledger_year_end ended LEFT JOIN ledger_account account ON account.id = ended.account_id
     WHERE account_id BETWEEN %(first)s AND %(last)s AND (%(touched)s::bigint[] IS NULL OR account_id = ANY(%(touched)s))
)
SELECT 'year_end', coalesce(due.code, kept.code, 'account ' || kept.account_id) || ' ' || coalesce(in_year, kept.year),
       (coalesce(kept.worker_sen + kept.employer_sen + kept.returns_sen + kept.claims_sen, 0)
           - coalesce(due.worker_sen + due.employer_sen + due.returns_sen + due.claims_sen, 0))::bigint
  FROM due FULL JOIN kept ON kept.account_id = due.account_id AND kept.year = due.in_year
 WHERE (due.worker_sen, due.employer_sen, due.returns_sen, due.claims_sen)
       IS DISTINCT FROM (kept.worker_sen::numeric, kept.employer_sen::numeric, kept.returns_sen::numeric, kept.claims_sen::numeric)
 ORDER BY coalesce(due.account_id, kept.account_id), coalesce(in_year, kept.year)
"""

LINKS: Final = """
WITH link AS (
    SELECT *, lag(seq) OVER place AS previous_seq, lag(day) OVER place AS previous_day, lag(link) OVER place AS previous_link
      FROM ledger_link WHERE seq BETWEEN %(first)s - 1 AND %(last)s WINDOW place AS (ORDER BY seq)
), checked AS (
    SELECT link.seq, link.day, link.entry_id, link.entry_key, link.link,
           coalesce(link.previous_seq, 0) AS previous_seq,
           greatest(link.previous_day, (entry.recorded_at AT TIME ZONE 'Asia/Jakarta')::date) AS due_day,
           sha256('openjmo.ledger.link.1'::bytea || coalesce(link.previous_link, sha256('openjmo.ledger.chain.1'::bytea))
               || link.entry_digest) AS due_link
      FROM link LEFT JOIN ledger_entry entry ON entry.id = link.entry_id
     WHERE link.seq >= %(first)s
)
SELECT CASE WHEN previous_seq <> seq - 1 THEN 'gap' WHEN link <> due_link THEN 'link' ELSE 'day' END, seq, day, entry_id, entry_key,
       CASE WHEN previous_seq <> seq - 1 THEN (previous_seq + 1)::text WHEN link <> due_link THEN encode(due_link, 'hex')
           ELSE due_day::text END,
       CASE WHEN previous_seq <> seq - 1 THEN seq::text WHEN link <> due_link THEN encode(link, 'hex') ELSE day::text END
  FROM checked WHERE previous_seq <> seq - 1 OR link <> due_link OR day <> due_day
 ORDER BY seq
"""

ALL_TOTALS: Final = """
SELECT (SELECT count(*) FROM ledger_account), (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_link),
       coalesce(sum(@COUNT@), 0)::bigint, coalesce(sum(@TOTAL@) FILTER (WHERE account.kind = 1), 0)::bigint,
       coalesce(sum(@TOTAL@), 0)::bigint
  FROM ledger_line line LEFT JOIN ledger_account account ON account.id = line.account_id
""".replace("@COUNT@", LINE_COUNT).replace("@TOTAL@", LINE_TOTAL)
TOTALS_SINCE: Final = """
SELECT %(touched)s, (SELECT count(*) FROM ledger_entry WHERE id >= %(first)s), (SELECT count(*) FROM ledger_link WHERE seq >= %(seq)s),
       (SELECT coalesce(sum(@COUNT@), 0)::bigint FROM ledger_line line WHERE entry_id >= %(first)s),
       coalesce(sum(balance.balance_sen) FILTER (WHERE account.kind = 1), 0)::bigint, coalesce(sum(balance.balance_sen), 0)::bigint
  FROM ledger_balance balance LEFT JOIN ledger_account account ON account.id = balance.account_id
""".replace("@COUNT@", LINE_COUNT)
