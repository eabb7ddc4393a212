"""The instructor's kit: courses, assignments and grades from the notebooks of the book. ``python book/_tools/kit``."""
