from wagtail.models import PagePermissionTester


class BasePagePermissionTester(PagePermissionTester):
    """Nobody publishes by permission, superusers included: pages go live through the gate, and off by a recall.

    Wagtail's permission `publish` is left as the right to move, order and restrict what is live. Who may recall is
    asked where that is done: recalling wants a reason, for which Wagtail's way of unpublishing has no place.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return self._may_handle_live()

    def can_unschedule(self) -> bool:
        return self._may_handle_live()

    def _may_handle_live(self) -> bool:
        if not self.user.is_active or self.page_is_root:
            return False
        return self.user.is_superuser or "publish" in self.permissions
