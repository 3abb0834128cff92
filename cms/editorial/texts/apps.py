from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    name = "cms.editorial.texts"
    label = "texts"
    verbose_name = _("Text check")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.core.form_checks import register_form_check
        from cms.core.panels import register_editor_panel
        from cms.editorial.gate.requirements import register_requirement
        from cms.editorial.texts import checking, checks, drafts, look_back, panel, submitting, versions  # noqa: F401

        register_requirement(checking.requirement)
        register_form_check(submitting.refuse)
        register_editor_panel(panel.TextCheckPanel)
        versions.register()
        drafts.register()
        look_back.register()
