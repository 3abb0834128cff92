from wagtail.admin.forms import WagtailAdminPageForm

from cms.core.slugs import pinyin_slug


class BasePageForm(WagtailAdminPageForm):
    """Page form in which an empty slug is filled from the title's pinyin."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug = self.cleaned_data.get("slug")
        title = self.cleaned_data.get("title") or self.instance.title
        if slug or not title:
            return slug
        self.instance.slug_is_spelled = True
        candidate, number = pinyin_slug(title), 1
        base = candidate
        while not type(self.instance)._slug_is_available(candidate, self.parent_page, self.instance):
            number += 1
            candidate = f"{base}-{number}"
        return candidate
