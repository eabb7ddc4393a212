"""nbgrader for everybody on a cluster, where servers share no files: it takes the place of nbgrader_config.py."""

from ngshare_exchange import configureExchange

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "COURSE_NAME"
configureExchange(c, "NGSHARE")
