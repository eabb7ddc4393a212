"""JupyterHub on one server, for a class with accounts of the system: ENVIRONMENT/bin/jupyterhub -f this file."""

import sys

c = get_config()  # noqa: F821

BIN = f"{sys.prefix}/bin"

# A web server with TLS stands in front of it.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# Accounts of the system. Who is in one of these groups may log in.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students", "instructors"}
c.PAMAuthenticator.open_sessions = False

# Servers run as their users, who must be able to execute this Python, and find nbgrader on the path.
c.Spawner.cmd = [f"{BIN}/jupyterhub-singleuser"]
c.Spawner.environment = {"PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin"}
c.Spawner.notebook_dir = "~"
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = 60
