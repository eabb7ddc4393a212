"""Configuration of nbgrader for this course."""

import os
import sys

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "COURSE_NAME"
# nbgrader calls alembic, which lies beside the Python that runs it, by its name alone.
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
c.ExecutePreprocessor.timeout = 300
# A page of feedback is for reading: what an answer printed is cut off where it says no more.
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 30
