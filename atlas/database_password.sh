#!/bin/sh
# Makes the password of the database in docker-compose.yml: a random one on the first start, kept in a volume.
# A database from before keeps the one it has; POSTGRES_PASSWORD, where the host sets it, is taken as it is.
set -eu
file=${PASSWORD_FILE:-/secrets/database-password}
data=${DATABASE_FOLDER:-/var/lib/postgresql/data}
if [ -n "${POSTGRES_PASSWORD:-}" ]; then
    password=$POSTGRES_PASSWORD
elif [ -s "$file" ]; then
    password=$(cat "$file")
elif [ -e "$data/PG_VERSION" ]; then
    password=atlas
else
    password=$(od -An -N 24 -tx1 /dev/urandom | tr -d ' \n')
fi
# Written beside and moved, so that nobody ever reads half of it. The volume is seen by these containers alone.
printf '%s' "$password" > "$file.new"
chmod 444 "$file.new"
mv "$file.new" "$file"
if [ "$password" = atlas ]; then
    echo "WARNING: the database has the well-known password 'atlas'. docs/hosting.md says how to change it." >&2
fi
