"""WSGI entry point: `granian --interface wsgi cms.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")

application = get_wsgi_application()

# Needs the apps that the line above has loaded.
from cms.tv.consumers.counting import counts  # noqa: E402

counts.start()
