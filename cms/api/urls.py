"""Addresses for programs: health for those who run the platform, pages for everybody, and all of it with a token."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from cms.api.health import live, ready
from cms.api.pages import PagesViewSet
from cms.api.v3.api import api

router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", PagesViewSet)

health_patterns = [
    path("live", live, name="health_live"),
    path("ready", ready, name="health_ready"),
]
api_patterns = [path("v2/", router.urls), path("v3/", api.urls)]
