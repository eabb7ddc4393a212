"""nbgrader for the instructor: into ~/.jupyter/nbgrader_config.py of the instructor, and nowhere else."""

c = get_config()  # noqa: F821

c.CourseDirectory.root = "COURSE_FOLDER"
