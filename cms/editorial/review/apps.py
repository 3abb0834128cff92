from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "cms.editorial.review"
    label = "review"
    verbose_name = _("Review")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.core.handing_in import register_hand_in
        from cms.editorial.review import notifying
        from cms.editorial.review.submitting import submit

        register_hand_in(submit)
        notifying.register()
