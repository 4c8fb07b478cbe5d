"""What goes wrong with the embedded server, in one sentence for people."""


class ServerFailed(Exception):
    """The embedded server cannot be had; the message says why and what would help."""
