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
if [ "$#" -gt 0 ]; then exec python manage.py "$@"; fi
python manage.py prepare --static
exec gunicorn atlas.wsgi --config python:atlas.gunicorn --bind 0.0.0.0:8000
