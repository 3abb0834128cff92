"""Static files as production serves them."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Collecting compresses every file, which takes seconds: once for all tests."""
    folder = tmp_path_factory.mktemp("static")
    backend = {"BACKEND": "cms.delivery.static_files.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STATIC_ROOT=str(folder), STORAGES={"default": default, "staticfiles": backend}):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def test_files_are_hashed_compressed_and_compact(collected):
    url = staticfiles_storage.url("base/base.css")
    assert re.fullmatch(r"/static/base/base\.[0-9a-f]{12}\.css", url)
    served = collected / url.removeprefix("/static/")
    style = served.read_text(encoding="utf-8")
    assert "/*" not in style
    assert "@layer" in style
    assert served.with_name(f"{served.name}.gz").exists()


def test_minified_selectors_still_mean_descendants(collected):
    """`.table-scroll :is(th, td)` without its space would style nothing."""
    url = staticfiles_storage.url("base/components/blocks/table.css")
    style = (collected / url.removeprefix("/static/")).read_text(encoding="utf-8")
    assert ".table-scroll :is(th,td)" in style


def test_collecting_again_gives_the_same_names(collected):
    before = staticfiles_storage.url("enshi/tokens.css")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert staticfiles_storage.url("enshi/tokens.css") == before


def test_a_theme_s_font_is_found_under_its_hashed_name(collected):
    tokens = (collected / staticfiles_storage.url("lichuan/tokens.css").removeprefix("/static/")).read_text()
    name = re.search(r"url\(\"?([^)\"]+)", tokens)[1]
    assert re.fullmatch(r"brand\.[0-9a-f]{12}\.woff2", name)
    assert (collected / "lichuan" / name).exists()
