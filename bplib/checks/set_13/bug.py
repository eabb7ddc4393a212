"""A bug of the clinic: a named mistake whose hint ends with the instrument that finds it."""

from ..engine import Mistake

__all__ = ["bug"]


def bug(name, wrong, hint, found_by, family=None):
    """A mistake whose hint ends with the instrument that finds it; ``family`` is the one that it belongs to."""
    text = f"{hint}\nWhat would have found it: {found_by}."
    return Mistake(name, wrong, text) if family is None else family(wrong, name=name, hint=text)
