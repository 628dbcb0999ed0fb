"""Gunicorn starts with this (``--config python:atlas.gunicorn``): addresses of up to 64 KiB instead of 8 at most.

Whoever pastes 10,000 characters into the search, or chooses very many filters, is told by the atlas what is wrong;
Gunicorn alone would answer with an English error page. A longer line it still refuses before reading on.
"""

from gunicorn.http import message

message.MAX_REQUEST_LINE = limit_request_line = 64 * 1024
