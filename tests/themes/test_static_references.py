"""Every static file that a template names is there: with hashed names a missing one breaks the page."""

import re

from django.conf import settings
from django.contrib.staticfiles.finders import find

TEMPLATES = settings.THEMES_DIR / "base" / "templates"


def test_every_static_file_named_in_a_template_exists():
    named = {
        path
        for template in TEMPLATES.rglob("*.html")
        for path in re.findall(r"""{% static ['"]([^'"]+)['"] %}""", template.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert [path for path in sorted(named) if not find(path)] == []


def test_every_block_with_a_style_sheet_of_its_own_has_one():
    names = re.search(r'name in "([^"]+)"', (TEMPLATES / "components" / "block_styles.html").read_text())[1].split()
    assert len(names) > 5
    assert [name for name in names if not find(f"base/components/blocks/{name}.css")] == []
