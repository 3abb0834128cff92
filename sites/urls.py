"""All addresses of the nine sites: the product's, with other views of the admin where `isolation` has them."""

from django.urls import URLPattern
from django.urls.resolvers import URLResolver

from cms import urls as product
from cms.urls import handler404, handler500  # noqa: F401 - Django looks for them here
from sites.isolation.urls import exchanged
from sites.isolation.views import VIEWS

urlpatterns: list[URLPattern | URLResolver] = [
    *product.internal,
    *exchanged(product.admin, VIEWS),
    *product.api,
    *product.public,
]
