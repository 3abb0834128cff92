"""Static files as production serves them."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture
def collected(tmp_path):
    backend = {"BACKEND": "cms.delivery.static_files.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STATIC_ROOT=str(tmp_path), STORAGES={"default": default, "staticfiles": backend}):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield tmp_path


def test_files_are_hashed_compressed_and_compact(collected):
    url = staticfiles_storage.url("base/base.css")
    assert re.fullmatch(r"/static/base/base\.[0-9a-f]{12}\.css", url)
    served = collected / url.removeprefix("/static/")
    style = served.read_text(encoding="utf-8")
    assert "/*" not in style
    assert "@layer" in style
    assert served.with_name(f"{served.name}.gz").exists()


def test_collecting_again_gives_the_same_names(collected):
    before = staticfiles_storage.url("enshi/tokens.css")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert staticfiles_storage.url("enshi/tokens.css") == before


def test_a_theme_s_font_is_found_under_its_hashed_name(collected):
    tokens = (collected / staticfiles_storage.url("lichuan/tokens.css").removeprefix("/static/")).read_text()
    name = re.search(r"url\(\"?([^)\"]+)", tokens)[1]
    assert re.fullmatch(r"brand\.[0-9a-f]{12}\.woff2", name)
    assert (collected / "lichuan" / name).exists()
