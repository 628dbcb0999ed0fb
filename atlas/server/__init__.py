"""How the atlas meets the network: Gunicorn's processes, and in each of them Waitress, which reads and writes."""

# In the environment of a request whose body was longer than its address takes: it was not read.
REFUSED = "atlas.body_refused"
