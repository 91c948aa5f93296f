#!/usr/bin/env bash
# Makes the passwords of docker-compose.yml, each random and in a file of its own, in a new folder that
# its owner alone may enter. Files are readable in it, since containers read them under users of their own.
#
#   deploy/compose/secrets.sh FOLDER
set -euo pipefail
folder="${1:?usage: secrets.sh FOLDER}"
if [[ -e "$folder" ]]; then
  echo "secrets.sh: $folder: expected a folder that is not there yet. Name another, or remove it." >&2
  exit 2
fi
password() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

mkdir -m 700 "$folder"
umask 022
password >"$folder/postgres"
password >"$folder/grafana"
# Password files of PostgreSQL's clients: host, port, database, user, password.
echo "postgres:5432:entrain:entrain:$(password)" >"$folder/pgpass-results"
echo "postgres:5432:entrain:entrain_page:$(password)" >"$folder/pgpass-page"
