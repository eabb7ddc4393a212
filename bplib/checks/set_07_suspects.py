"""The old place of the suspects of exercise 7.7, for notebooks that import it from here."""

from .given.suspects import suspects

__all__ = ["suspects"]
