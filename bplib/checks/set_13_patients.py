"""The old place of the patients of exercise 13.9, for notebooks that import it from here."""

from .given.patients import patients

__all__ = ["patients"]
