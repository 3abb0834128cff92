from wagtail.admin.views import account


class AccountView(account.AccountView):
    """Without the profile picture: nobody needs it, and Wagtail would keep whatever it is given with its metadata."""

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if not isinstance(panel, account.AvatarSettingsPanel)]
