from wagtail import hooks

from sites.isolation.choosing import only_own_pages

hooks.register("construct_page_chooser_queryset", only_own_pages)
