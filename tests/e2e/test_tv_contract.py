"""Schemathesis asks the running platform whatever the OpenAPI document allows, and much that it does not."""

import subprocess
import sys
from pathlib import Path

from tests.e2e.platform import Platform

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
# A stream without end is no answer to compare with a schema.
LEFT_OUT = ["--exclude-path", "/api/tv/v1/events"]
# Names and cursors that do not exist are refused though they are strings, which a schema cannot tell.
CHECKS = ["--exclude-checks", "positive_data_acceptance"]
HOW = [
    "--max-examples",
    "10",
    "--seed",
    "6",
    "--phases",
    "examples,coverage,fuzzing",
    "--no-color",
    "--continue-on-failure",
]


def test_every_operation_keeps_to_the_document(platform: Platform, tmp_path):
    document = platform.url("localhost", "/api/tv/v1/openapi.json")
    run = subprocess.run(
        [SCHEMATHESIS, "run", document, *LEFT_OUT, *CHECKS, *HOW], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout
    assert " generated" in run.stdout
