#!/bin/sh
# The server's own role and database: no superuser, since those stand before no row-level security.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$INQUIRY_PASSWORD" -U "$POSTGRES_USER" <<'SQL'
create role inquiry login password :'password';
create database inquiry owner inquiry encoding 'UTF8';
SQL
