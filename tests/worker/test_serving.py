"""What a process of the server has loaded when the first visitor comes."""

import os
import subprocess
import sys
from pathlib import Path

SAYS = "import gc; from storefront.serving import app; print(app.name, gc.get_freeze_count() > 10_000)"


def test_it_opens_warm_and_set_aside(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEMO": "0"}
    subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "migrate"], env=environment, check=True, capture_output=True)

    said = subprocess.run([sys.executable, "-c", SAYS], env=environment, check=True, capture_output=True, text=True).stdout

    assert '"warm"' in said or " warm " in said
    assert said.splitlines()[-1].endswith("True")
