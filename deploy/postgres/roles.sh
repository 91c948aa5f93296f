#!/usr/bin/env bash
# Runs once, when the database is made: a user that owns its tables and one that reads them, with the
# passwords that their own password files have. Neither is the superuser.
set -euo pipefail
password() { cut -d: -f5 "/run/secrets/$1"; }

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  -v results="$(password pgpass-results)" -v page="$(password pgpass-page)" <<'SQL'
CREATE ROLE entrain LOGIN PASSWORD :'results';
CREATE ROLE entrain_page LOGIN PASSWORD :'page';
REVOKE ALL ON DATABASE entrain FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE entrain TO entrain;
GRANT CONNECT ON DATABASE entrain TO entrain_page;
GRANT USAGE, CREATE ON SCHEMA public TO entrain;
GRANT USAGE ON SCHEMA public TO entrain_page;
ALTER DEFAULT PRIVILEGES FOR ROLE entrain IN SCHEMA public GRANT SELECT ON TABLES TO entrain_page;
SQL
