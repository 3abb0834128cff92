"""The files around the code: commands, image, services, requirements, environment."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ["help", "run", "test", "lint", "scan", "shell"]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment}
    )


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def program(name: str) -> str:
    """A program of the environment these tests run in."""
    return shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or name


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(text("compose.yaml"))


def test_make_without_a_word_lists_the_commands():
    listing = run("make").stdout
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\w", listing, re.MULTILINE), f"{command} is not described"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_recipe(command):
    assert run("make", "--dry-run", command).returncode == 0


def test_an_old_python_is_refused_with_a_reason(tmp_path):
    old = tmp_path / "python3.10"
    old.write_text('#!/bin/sh\ncase "$1" in --version) echo Python 3.10.1;; *) exit 1;; esac\n')
    old.chmod(0o755)
    result = run("make", f"VENV={tmp_path}/venv", f"PYTHON={old}", "run")
    assert result.returncode != 0
    assert "Python 3.11 or newer is needed" in result.stdout and "3.10.1" in result.stdout


def test_a_failed_environment_is_not_taken_for_a_finished_one(tmp_path):
    half = tmp_path / "python3"
    half.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 0\nmkdir -p "$3/bin"; touch "$3/bin/python"; exit 1\n')
    half.chmod(0o755)
    result = run("make", f"VENV={tmp_path}/venv", f"PYTHON={half}", "run")
    assert result.returncode != 0 and "python3-venv" in result.stdout
    assert not (tmp_path / "venv").exists()


def test_requirements_are_installed_again_only_when_the_list_changed(tmp_path):
    stamp = tmp_path / "run.stamp"
    stamp.touch()
    os.utime(stamp, (2**31, 2**31))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    assert "pip" not in run("make", "--dry-run", f"VENV={tmp_path}", "run").stdout
    os.utime(stamp, (0, 0))
    assert "pip" in run("make", "--dry-run", f"VENV={tmp_path}", "run").stdout


@pytest.mark.parametrize("script", [".ci/run", "tests/install_system.sh"])
def test_scripts_are_sound_and_executable(script):
    assert os.access(ROOT / script, os.X_OK)
    assert run("bash", "-n", script).returncode == 0


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt", "tests/scan/requirements.txt"])
def test_every_requirement_is_pinned_to_a_version(name):
    lines = [line.split("#")[0].strip() for line in text(name).splitlines()]
    loose = [
        line
        for line in lines
        if line and not line.startswith("-r ") and not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", line)
    ]
    assert loose == []


def test_requirements_name_no_package_registry():
    for name in ["requirements.txt", "tests/requirements.txt", "Makefile", "Dockerfile", "tests/install_system.sh"]:
        assert not re.search(r"https?://(?!127\.0\.0\.1)|--(extra-)?index-url|--find-links", text(name)), name


def test_the_dockerfile_passes_hadolint():
    result = run(program("hadolint"), "Dockerfile")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_image_runs_as_nobody_important_and_says_whether_it_lives():
    dockerfile = text("Dockerfile")
    final = dockerfile[dockerfile.rindex("\nFROM ") :]
    assert re.search(r"^USER [1-9]\d*$", final, re.MULTILINE)
    assert "/health/live" in final and "collectstatic" in final
    assert final.index("USER ") < final.index("collectstatic") < final.index("CMD [")


def test_the_image_gets_only_what_it_runs():
    allowed = [line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")]
    assert sorted(allowed) == ["cms", "manage.py", "requirements.txt", "sites", "themes"]


def test_compose_has_every_service_and_waits_in_the_right_order(compose):
    services = compose["services"]
    assert {"web", "worker", "scheduler", "postgres", "s3", "nginx"} <= set(services)
    for name in ("web", "worker", "scheduler"):
        assert services[name]["depends_on"]["setup"]["condition"] == "service_completed_successfully"
        assert services[name]["image"] == services["setup"]["image"]
    for name, service in services.items():
        assert ":" in service["image"] or "build" in service, f"{name} has no version"
        for dependency in service.get("depends_on", {}):
            assert dependency in services


def test_only_nginx_can_be_reached_from_outside(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["nginx"]


def test_nginx_knows_the_services_and_the_bucket(compose):
    conf = text("deploy/nginx.conf")
    bucket = compose["services"]["web"]["environment"]["AWS_STORAGE_BUCKET_NAME"]
    assert f"location ^~ /{bucket}/ {{" in conf
    assert f"s3/{bucket}" in compose["services"]["bucket"]["entrypoint"][-1]
    for service, port in re.findall(r"server (\w+):(\d+);", conf):
        assert service in compose["services"], f"{service}:{port}"


def test_nginx_overwrites_what_clients_say_about_themselves():
    conf = text("deploy/nginx.conf")
    sent = dict(re.findall(r"^\s*proxy_set_header (\S+) (\S+);", conf, re.MULTILINE))
    assert sent["X-Forwarded-For"] == sent["X-Real-IP"] == "$remote_addr"
    assert sent["X-Forwarded-Proto"] == "$scheme"
    assert sent["X-Forwarded-Host"] == sent["Forwarded"] == '""'
    # A location with one of its own would inherit none of these.
    assert "proxy_set_header" not in conf[conf.index("server {", conf.index("proxy_set_header")) :]


def test_nginx_leaves_the_headers_of_answers_to_the_application():
    """But for the bucket's, whose answers the application does not see."""
    before, _, after = text("deploy/nginx.conf").partition("location ^~ /yunshang-media/")
    assert "add_header" not in before and after.count("nosniff") == 1


def test_compose_has_no_secret_of_its_own(compose):
    environment = compose["services"]["web"]["environment"]
    for name in ("SECRET_KEY", "AWS_SECRET_ACCESS_KEY"):
        assert re.fullmatch(r"\$\{\w+:\?.+\}", environment[name])
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]


def variables_in_code() -> set[str]:
    """Names read through `env` (cms/settings/environment.py)."""
    pattern = re.compile(r"\benv\.(?:str|bool|int|list|path)\(\s*\"([A-Z0-9_]+)\"")
    files = [path for folder in ("cms", "sites") for path in (ROOT / folder).rglob("*.py")]
    return {name for path in files for name in pattern.findall(path.read_text(encoding="utf-8"))}


def test_the_readme_s_table_of_variables_agrees_with_the_code():
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", text("README.md"), re.MULTILINE))
    assert documented == variables_in_code()


def test_compose_sets_only_variables_that_are_read(compose):
    assert set(compose["services"]["web"]["environment"]) <= variables_in_code()


def test_variables_are_read_in_one_way():
    """So that the table above can be complete."""
    direct = re.compile(r"os\.(environ\.get|getenv|environ\[)")
    files = [path for folder in ("cms", "sites") for path in (ROOT / folder).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if direct.search(path.read_text(encoding="utf-8"))}
    assert found <= {"cms/settings/environment.py", "cms/settings/test.py"}
