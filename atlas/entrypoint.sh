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
python manage.py migrate --verbosity 0
python manage.py create_groups
python manage.py check_index --once
python manage.py load_study
python manage.py collectstatic --noinput --verbosity 0
python manage.py compress --force --verbosity 0
exec gunicorn atlas.wsgi --config python:atlas.gunicorn --bind 0.0.0.0:8000
