"""What the log leaves out."""

import logging
import mmap
import struct
import time

PAUSE = 60
# Shared by the processes of one server: atlas/gunicorn.py loads this module before they part.
_last = mmap.mmap(-1, 8)


class WithoutTraceback(logging.Filter):
    """One line a record: for what visitors cause, where the traceback says nothing new."""

    def filter(self, record):
        record.exc_info = record.exc_text = None
        return True


class NowAndThen(logging.Filter):
    """One line a minute of an atlas that can't answer (503): every request says the same while it lasts."""

    def filter(self, record):
        if getattr(record, "status_code", None) != 503:
            return True
        now = time.monotonic()
        last = struct.unpack("d", _last[:])[0]
        if last and now - last < PAUSE:
            return False
        _last[:] = struct.pack("d", now)
        error = record.exc_info[1] if record.exc_info else None
        record.msg, record.args = f"{_told(error) or record.getMessage()} Visitors get 503.", ()
        record.exc_info = record.exc_text = None
        return True


def _told(error):
    from atlas.health.trouble import told  # needs Django, which isn't there yet when the server loads this module

    return told(error) if error else ""
