#!/bin/sh
# Start of the container: a key where none is given, the database, the static files, the server.
set -eu
if [ -z "${SECRET_KEY:-}" ] && [ ! -s "$ATLAS_VAR/atlas.env" ]; then
    umask 077
    echo "SECRET_KEY=$(python -c 'import secrets; print(secrets.token_hex(32))')" > "$ATLAS_VAR/atlas.env"
    umask 022
fi
# An empty variable from the compose file must not hide the key in the file.
[ -n "${SECRET_KEY:-}" ] || unset SECRET_KEY
# The second container of docker-compose.yml: each part of the daily work is done once a day; what failed is tried again.
if [ "${1:-}" = clock ]; then
    trap 'exit 0' TERM INT
    while :; do
        python manage.py daily || :
        sleep 3600 &
        wait $!
    done
fi
python manage.py prepare --static
exec gunicorn atlas.wsgi --config python:atlas.gunicorn --bind 0.0.0.0:8000
