#!/bin/sh
# Makes the portal's role, which is no superuser, and its database.
#
# The image runs this once, in a new volume. In a volume of an earlier version, in which the portal is the superuser, run it
# by hand (docs/howto/upgrade.md). It is safe to repeat.
set -eu

run_sql() {
    PGDATABASE=template1 psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 "$@"
}

if ! run_sql --username=postgres --command='' 2>/dev/null; then
    # The role that initdb has made cannot lose the right. It is renamed, which it cannot do itself.
    run_sql --username=portal --command='DROP ROLE IF EXISTS renaming' --command='CREATE ROLE renaming SUPERUSER LOGIN'
    run_sql --username=renaming --command='ALTER ROLE portal RENAME TO postgres'
fi

run_sql --username=postgres --set=password="$POSTGRES_PASSWORD" <<'SQL'
SET client_min_messages = warning;
DROP ROLE IF EXISTS renaming;
SELECT 'CREATE ROLE portal LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal') \gexec
ALTER ROLE portal NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
-- Without a password nobody becomes superuser over the network.
ALTER ROLE postgres PASSWORD NULL;
SELECT 'CREATE DATABASE portal' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'portal') \gexec
ALTER DATABASE portal OWNER TO portal;
SQL

run_sql --username=postgres --dbname=portal <<'SQL'
BEGIN;
-- Each object but those that belong to another one, such as the sequence of a column, and those of extensions.
SELECT format('ALTER %s %s OWNER TO portal', kind, name) FROM (
    SELECT 'pg_namespace'::regclass, oid, 'SCHEMA' AS kind, quote_ident(nspname) AS name, nspowner AS owner,
        oid AS namespace FROM pg_namespace
    UNION ALL
    SELECT 'pg_class'::regclass, oid,
        CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
        oid::regclass::text, relowner, relnamespace FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, 'ROUTINE', oid::regprocedure::text, proowner, pronamespace FROM pg_proc
    UNION ALL
    SELECT 'pg_type'::regclass, oid, 'TYPE', oid::regtype::text, typowner, typnamespace FROM pg_type
        WHERE typrelid = 0 AND typelem = 0
    UNION ALL
    SELECT 'pg_collation'::regclass, oid, 'COLLATION', oid::regcollation::text, collowner, collnamespace FROM pg_collation
    UNION ALL
    SELECT 'pg_ts_config'::regclass, oid, 'TEXT SEARCH CONFIGURATION', oid::regconfig::text, cfgowner, cfgnamespace
        FROM pg_ts_config
) AS objects(class, oid, kind, name, owner, namespace)
WHERE owner = 'postgres'::regrole
    AND namespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = objects.class AND objid = objects.oid AND deptype IN ('a', 'i', 'e'))
\gexec
COMMIT;
SQL
