"""How Gunicorn serves the atlas (``--config python:atlas.gunicorn``); the command line wins over what stands here.

Addresses of up to 64 KiB instead of 8 at most: whoever pastes 10,000 characters into the search, or chooses very many
filters, is told by the atlas what is wrong; Gunicorn alone would answer with an English error page. A longer line it
still refuses before reading on.

Few threads: an answer computes more than it waits, and one process computes one answer at a time. More of them only
wait for each other; more processes really work side by side. The second thread goes on while one sends to somebody
slow or waits for the database.
"""

import os

from gunicorn.http import message

message.MAX_REQUEST_LINE = limit_request_line = 64 * 1024
workers = os.environ.get("WORKERS") or 2
threads = os.environ.get("THREADS") or 2
control_socket_disable = True
