"""``bplib.datasets.distortions``, by the name under which chapters and exercises import it."""

from .datasets.distortions import displacements, distort, resample, shift

__all__ = ["displacements", "distort", "resample", "shift"]
