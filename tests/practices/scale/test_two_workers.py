"""Facets and totals of two worker processes against a naive count, over random filters and random writes."""

import os
import socket
import subprocess
import sys

import pytest

from tests import ROOT
from tests.databases import study_database


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_two_workers_always_tell_the_truth(tmp_path, seed):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ATLAS_VAR": str(tmp_path),
        "SECRET_KEY": "only-for-the-property-test-0123456789-abcdef",
        "PYTHONPATH": str(ROOT),
    }
    with study_database(environment):
        script = ROOT / "tests/practices/scale/two_workers.py"
        done = subprocess.run(
            [sys.executable, script, str(port), "25", str(seed)],
            cwd=ROOT, env=environment, capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "25 rounds agree" in done.stdout
