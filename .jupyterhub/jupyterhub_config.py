"""A class on one machine: a server, a folder and a copy of the lessons for each learner.

As it stands it is for trying out: any name logs in without a password, and all run in one account,
so only this machine is served. notebooks/TEACHING.md says how to start it and what a real room
changes. CLASS_FOLDER names where the learners' folders go.
"""

import os
import sys
from pathlib import Path

from helpers.commands import own_copy
from helpers.lessons import ROOT

CLASS = Path(os.environ.get("CLASS_FOLDER") or Path.home() / "llm-api-class").resolve()
CLASS.mkdir(parents=True, exist_ok=True)

c = get_config()  # noqa: F821

c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{CLASS / '.jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(CLASS / ".cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(CLASS / ".proxy.pid")

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = r"[a-z0-9_-]+"  # a name becomes a folder's

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(CLASS / "{username}")
c.Spawner.notebook_dir = str(CLASS / "{username}" / "lessons")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
# Not TCP: among the kernels of thirty servers, now and then two would want the same free port.
c.Spawner.args = ["--KernelManager.transport=ipc"]
if os.geteuid() == 0:
    c.Spawner.args.append("--allow-root")
c.Spawner.default_url = "/lab"
# Thirty servers that start at once on two cores take longer than the minute JupyterHub grants.
c.Spawner.start_timeout = c.Spawner.http_timeout = 600
c.Spawner.environment = {
    "JUPYTER_CONFIG_PATH": str(ROOT / "helpers" / "jupyter"),
    # A learner's keys are the learner's own.
    "LESSON_ENV_FILE": lambda spawner: str(CLASS / spawner.user.name / ".env"),
    # The usual folder is so deep that a socket's path in it may become too long.
    "JUPYTER_RUNTIME_DIR": lambda spawner: str(CLASS / spawner.user.name / ".runtime"),
}


def bring_the_lessons(spawner):
    """Copy the lessons for this learner, or bring the copy up to date."""
    for sentence in own_copy.update(CLASS / spawner.user.name / "lessons"):
        spawner.log.info("%s: %s", spawner.user.name, sentence)


c.Spawner.pre_spawn_hook = bring_the_lessons
