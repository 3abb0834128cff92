"""Addresses of a site besides its pages: those that each language has, and those that a site has once."""

from django.urls import path, re_path

from cms.delivery import feeds, sitemaps, views

language_patterns = [
    path("feed.xml", feeds.site_feed, name="feed"),
    re_path(r"^(?P<path>(?:[\w-]+/)+)feed\.xml$", feeds.column_feed, name="column_feed"),
    path("site-map/", views.site_map, name="site_map"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("leaving/", views.leaving, name="leaving"),
]

site_patterns = [
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.svg", views.favicon, name="favicon"),
    path("favicon.ico", views.favicon_redirect),
]
