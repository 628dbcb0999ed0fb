"""What is said of a value that names nothing here."""


class NotUnderstood(ValueError):
    """A value that can't be taken; ``proposal`` is what may have been meant, or ""."""

    def __init__(self, message, proposal=""):
        self.proposal = proposal
        super().__init__(message)
