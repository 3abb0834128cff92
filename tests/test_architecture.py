"""Two proofs of the layout: `cms` needs no `sites`, and a site needs no theme."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SERVE_ONE_SITE = """
import django; django.setup()
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site
from cms.core.release import shipped
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory
assert not apps.is_installed("sites")
call_command("migrate", verbosity=0)
Site.objects.all().delete()
with shipped():
    home = HomePageFactory(parent=Page.objects.get(depth=1), title="一个站点", slug="one")
    Site.objects.create(hostname="localhost", root_page=home, site_name="一个站点")
    NewsPageFactory(parent=NewsIndexPageFactory(parent=home, slug="news"), slug="story")
for path in ("/", "/news/", "/news/story/", "/feed.xml", "/sitemap.xml", "/api/v2/pages/"):
    answer = Client(SERVER_NAME="localhost").get(path)
    assert answer.status_code == 200, path
styles = Client(SERVER_NAME="localhost").get("/").content.decode()
assert 'data-theme="base"' in styles and "/static/base/tokens.css" in styles
assert styles.count("tokens.css") == 1, "Only the base theme's tokens are loaded."
print("SERVED")
"""


def test_the_product_serves_a_single_site_without_the_nine_and_without_a_theme(tmp_path):
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.single_site_settings", "DATA_DIR": str(tmp_path)}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", SERVE_ONE_SITE]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.stdout.strip().endswith("SERVED"), done.stderr[-3000:]
