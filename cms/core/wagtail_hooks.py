from django.templatetags.static import static
from django.utils.html import format_html_join
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def core_css() -> str:
    sheets = ((static(f"core/{name}.css"),) for name in ("listings", "parts"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)
