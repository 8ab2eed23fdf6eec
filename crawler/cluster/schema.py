"""Tables of the frontier on PostgreSQL, and the statements that must run in one go on the server.

As in `crawler.frontier.schema`, but that many write at once: counts are kept a row for each connection, so that no two wait for each
other, and a host is asked by whoever holds the lock of its rows. Three rules keep a wake-up from being lost and two transactions from
waiting for each other: what queues tasks or frees a host touches `ready` last, in the order of hosts; a lease never waits for a lock;
a lease looks at tasks only in a statement behind the one that took the locks, for only that one sees what others have committed.
"""

from __future__ import annotations

from typing import Any

import psycopg

from archive.errors import ArchiveError, NotWritable
from crawler.frontier.schema import DONE, DROPPED, FAILED, LEASED, QUEUED, WAITING

Connection = psycopg.Connection[tuple[Any, ...]]

VERSION = 4
SCHEMA = "fangzhi"
_MAKING = 7_247_306
"""Number of the lock under which tables are made; any."""
MAY = f"this user needs the right to create the schema {SCHEMA} in the database, or to read and write all that is in it"
FULL, EMPTY = 1e18, 2e18
"""Instants after all others, in `ready`: the host has as many requests under way as it may, or no task is queued."""

_TABLES = f"""
CREATE TABLE version(number integer NOT NULL);
CREATE TABLE portals(
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, run text, started double precision, ended text,
  ended_at double precision, budget integer NOT NULL DEFAULT 0, ceiling bigint, tally jsonb NOT NULL DEFAULT '{{}}');
CREATE TABLE workers(
  id bigint PRIMARY KEY, portal integer NOT NULL, machine text NOT NULL, processes text NOT NULL, pid integer NOT NULL,
  born double precision NOT NULL, beat double precision NOT NULL, patience double precision NOT NULL, commits bigint NOT NULL DEFAULT 0,
  tally jsonb NOT NULL DEFAULT '{{}}');
CREATE INDEX workers_of ON workers(portal);
CREATE TABLE hosts(
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, asked double precision NOT NULL DEFAULT 0,
  strikes integer NOT NULL DEFAULT 0, struck double precision NOT NULL DEFAULT 0, next_allowed double precision NOT NULL DEFAULT 0,
  turn integer NOT NULL DEFAULT 0) WITH (fillfactor = 60);
CREATE SEQUENCE numbers;
CREATE TABLE tasks(
  id bigint PRIMARY KEY, key bytea NOT NULL UNIQUE, portal integer NOT NULL, host integer NOT NULL,
  state smallint NOT NULL DEFAULT {QUEUED}, lane smallint NOT NULL, rank integer NOT NULL, leased_lane smallint, owner bigint,
  attempts integer NOT NULL DEFAULT 0, lost integer NOT NULL DEFAULT 0, not_before double precision NOT NULL DEFAULT 0, reason text,
  url text NOT NULL, kind text NOT NULL, section text, via text, hops text NOT NULL, depth integer NOT NULL, method text NOT NULL,
  body bytea, title text, listed_date text, position integer, call text)
  WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX queue ON tasks(portal, host, lane, rank, id) WHERE state = {QUEUED};
CREATE INDEX leased ON tasks(host) WHERE state = {LEASED};
CREATE INDEX held ON tasks(owner) WHERE state = {LEASED};
CREATE INDEX waiting ON tasks(portal, not_before) WHERE state = {WAITING};
CREATE INDEX ended_badly ON tasks(portal, host) WHERE state IN ({FAILED}, {DROPPED});
CREATE TABLE counts(
  portal integer NOT NULL, state smallint NOT NULL, slot integer NOT NULL, n bigint NOT NULL, PRIMARY KEY(portal, state, slot))
  WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE TABLE ready(
  portal integer NOT NULL, host integer NOT NULL, at double precision NOT NULL, pages integer NOT NULL DEFAULT 0,
  PRIMARY KEY(portal, host))
  WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX ready_at ON ready(portal, at);
CREATE INDEX ready_host ON ready(host);
CREATE TABLE visits(key bytea PRIMARY KEY, portal integer NOT NULL, last double precision NOT NULL, period double precision NOT NULL);
CREATE TABLE seen(
  key bytea PRIMARY KEY, portal integer NOT NULL, url text NOT NULL, first double precision NOT NULL, last double precision NOT NULL,
  article boolean NOT NULL);
CREATE INDEX seen_articles ON seen(portal, key) WHERE article;
CREATE TABLE row_prints(
  key bytea NOT NULL, print bytea NOT NULL, first double precision NOT NULL, last double precision NOT NULL, PRIMARY KEY(key, print));
CREATE TABLE listed_rows(listing bytea PRIMARY KEY, urls text NOT NULL);
CREATE TABLE edits(
  portal integer NOT NULL, section text NOT NULL, asked integer NOT NULL, edited integer NOT NULL, PRIMARY KEY(portal, section));

CREATE FUNCTION count_came() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO counts SELECT portal, state, pg_backend_pid(), count(*) FROM fresh GROUP BY 1, 2
    ON CONFLICT (portal, state, slot) DO UPDATE SET n = counts.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER task_came AFTER INSERT ON tasks REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_came();
CREATE FUNCTION count_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO counts SELECT portal, state, pg_backend_pid(), sum(d) FROM
      (SELECT portal, state, 1 AS d FROM fresh UNION ALL SELECT portal, state, -1 FROM old) both_sides
    GROUP BY 1, 2 HAVING sum(d) <> 0 ON CONFLICT (portal, state, slot) DO UPDATE SET n = counts.n + excluded.n;
  RETURN NULL;
END $$;
CREATE TRIGGER task_moved AFTER UPDATE ON tasks REFERENCING OLD TABLE AS old NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION count_moved();

CREATE FUNCTION came(of integer, at_hosts integer[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ready(portal, host, at) SELECT of, id, next_allowed FROM hosts WHERE id = ANY(at_hosts) ORDER BY id
    ON CONFLICT (portal, host) DO UPDATE SET at = CASE WHEN ready.at >= {EMPTY} THEN excluded.at ELSE ready.at END
$$;
CREATE FUNCTION freed(at_hosts integer[]) RETURNS void LANGUAGE sql AS $$
  SELECT 1 FROM ready WHERE host = ANY(at_hosts) ORDER BY host, portal FOR UPDATE;
  UPDATE ready r SET at = h.next_allowed FROM hosts h WHERE h.id = r.host AND r.host = ANY(at_hosts) AND r.at >= {FULL} AND r.at < {EMPTY}
$$;
CREATE FUNCTION woken(of integer, at_last double precision) RETURNS void LANGUAGE plpgsql AS $$
DECLARE at_hosts integer[];
BEGIN
  WITH again AS (UPDATE tasks SET state = {QUEUED} WHERE id IN (SELECT id FROM tasks WHERE state = {WAITING} AND portal = of
      AND not_before <= at_last ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED) RETURNING host)
    SELECT array_agg(DISTINCT host) INTO at_hosts FROM again;
  IF at_hosts IS NOT NULL THEN PERFORM came(of, at_hosts); END IF;
END $$;
CREATE FUNCTION due(of integer, at_last double precision, many integer, each integer)
  RETURNS TABLE(host integer, asked double precision, strikes integer, struck double precision, next_allowed double precision,
                turn integer, under_way bigint, lane integer, task bigint, pages_left integer) LANGUAGE plpgsql AS $$
DECLARE locked integer[];
BEGIN
  locked := ARRAY(SELECT r.host FROM ready r JOIN hosts h ON h.id = r.host WHERE r.portal = of AND r.at <= at_last
    ORDER BY r.at, r.host LIMIT many FOR UPDATE OF r, h SKIP LOCKED);
  RETURN QUERY SELECT h.id, h.asked, h.strikes, h.struck, h.next_allowed, h.turn,
      (SELECT count(*) FROM tasks t WHERE t.state = {LEASED} AND t.host = h.id), c.lane, c.id,
      (SELECT CASE WHEN p.budget > 0 THEN greatest(0, p.budget - r.pages) END FROM ready r JOIN portals p ON p.id = r.portal
        WHERE r.portal = of AND r.host = h.id)
    FROM unnest(locked) WITH ORDINALITY AS f(host, place) JOIN hosts h ON h.id = f.host
    LEFT JOIN LATERAL (SELECT l.lane, q.id, q.rank FROM generate_series(0, 4) AS l(lane) CROSS JOIN LATERAL
      (SELECT t.id, t.rank FROM tasks t WHERE t.state = {QUEUED} AND t.portal = of AND t.host = h.id AND t.lane = l.lane
        ORDER BY t.rank, t.id LIMIT each) q) c ON true
    ORDER BY f.place, c.lane, c.rank, c.id;
END $$;
INSERT INTO version VALUES ({VERSION});
"""
assert DONE == 2  # what the functions on the server and `crawler.frontier.schema` call by one number


def prepare(connection: Connection, shown: str, *, making: bool = True) -> None:
    """Make the tables where they are not, and let this connection see them; without `making` it may only look, at one instant in each
    transaction. Autocommit. Raises `ArchiveError` for tables of another version, or where there are none to look at;
    `NotWritable` where this user may not write to them."""
    # Tables that were just made have no statistics: without this the first plans, which are kept, would read them whole.
    for setting in (f"search_path = {SCHEMA}", "enable_seqscan = off", "jit = off",
                    "idle_in_transaction_session_timeout = 60000", "statement_timeout = 0", "client_min_messages = warning"):
        connection.execute(f"SET {setting}")
    if not making:
        connection.execute("SET default_transaction_isolation = 'repeatable read'")
        connection.execute("SET default_transaction_read_only = on")
        if _version(connection) is None:
            raise ArchiveError(f"{shown}: no crawl was ever begun there: the database holds no frontier")
    elif _version(connection) is None:
        # Of workers that begin together one makes the tables. The look behind the lock is a transaction of its own: within one, the server
        # may go on believing that there are none.
        connection.execute(f"SELECT pg_advisory_lock({_MAKING})")
        try:
            if _version(connection) is None:
                with connection.transaction():
                    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
                    connection.execute(_TABLES)
        finally:
            connection.execute(f"SELECT pg_advisory_unlock({_MAKING})")
    version = _version(connection)
    if version != VERSION:
        raise ArchiveError(f"{shown}: the frontier in it was made by another version of fangzhi; finish its crawls with that one, or take "
                           f"it away (DROP SCHEMA {SCHEMA} CASCADE): what is archived stays")
    if making and (barred := _barred(connection)) is not None:
        raise NotWritable(f"{shown}: permission denied for table {barred}; {MAY}")


def _barred(connection: Connection) -> str | None:
    """A table that this user may not write to; None: all may be written to."""
    row = connection.execute(f"""SELECT relname FROM pg_class WHERE relnamespace = '{SCHEMA}'::regnamespace AND relkind = 'r'
        AND relname <> 'version' AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
        AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')) ORDER BY relname LIMIT 1""").fetchone()
    return None if row is None else str(row[0])


def _version(connection: Connection) -> int | None:
    """None: there are no tables of ours."""
    if connection.execute(f"SELECT to_regclass('{SCHEMA}.version')").fetchone() == (None,):
        return None
    row = connection.execute(f"SELECT max(number) FROM {SCHEMA}.version").fetchone()
    return -1 if row is None or row[0] is None else int(row[0])
