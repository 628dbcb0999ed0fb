"""What the log leaves out."""

import logging


class WithoutTraceback(logging.Filter):
    """One line a record: for what visitors cause, where the traceback says nothing new."""

    def filter(self, record):
        record.exc_info = record.exc_text = None
        return True
