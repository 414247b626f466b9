"""The one exception that carries a message for the person at the keyboard."""

__all__ = ["KgError"]


class KgError(Exception):
    """Something the user can act on: what is wrong, where, and what to do, in one line.

    The command line prints it to standard error and exits with 1; nothing else is
    shown, so the message must stand on its own.
    """
