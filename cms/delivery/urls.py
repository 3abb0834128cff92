"""Addresses that every site has besides its pages."""

from django.urls import path, re_path

from cms.delivery import feeds, sitemaps, views

urlpatterns = [
    path("feed.xml", feeds.site_feed, name="feed"),
    re_path(r"^(?P<path>(?:[\w-]+/)+)feed\.xml$", feeds.column_feed, name="column_feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("site-map/", views.site_map, name="site_map"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.svg", views.favicon, name="favicon"),
    path("favicon.ico", views.favicon_redirect),
    path("leaving/", views.leaving, name="leaving"),
]
