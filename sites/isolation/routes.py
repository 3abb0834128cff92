"""What the guard knows of the admin's and the API's addresses: which are for counties, and what their numbers name.

An address that is not here answers 404 to everybody but the prefecture, so what an update or a plugin adds is closed
until somebody has looked at it. Each name stands here because its view limits what it shows (`isolation`, the
permission policies, or Wagtail itself) or because it shows nothing that belongs to a site.
"""

from functools import cache

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    Page,
    Revision,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource
from wagtailmedia.models import get_media_model

from cms.api.models import Token
from cms.editorial.recall.models import Recall
from cms.tv.alerts.models import Alert, Draft

# What anybody may read without signing in; who asks makes no difference there.
PUBLIC = {"wagtailapi_v2:pages", "tv_api"}

# Opened by tokens and not by signing in.
BY_BEARER = "wagtailapi_v3"

# namespace -> names of its addresses
KNOWN = {
    "": """
        wagtailadmin_home wagtailadmin_explore wagtailadmin_explore_root wagtailadmin_explore_results
        wagtail_bulk_action wagtailadmin_account wagtailadmin_login wagtailadmin_logout wagtailadmin_dismissibles
        wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search
        wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_external_link
        wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
        wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete
        wagtailadmin_block_preview wagtailadmin_sprite wagtailadmin_javascript_catalog
        wagtailadmin_password_reset wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm
        wagtailadmin_password_reset_complete
        account_login account_logout account_inactive account_reauthenticate account_change_password account_email
        account_confirm_email account_reset_password account_reset_password_done account_reset_password_from_key
        account_reset_password_from_key_done mfa_authenticate mfa_reauthenticate mfa_index mfa_activate_totp
        mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes usersessions_list
        openid_connect_login openid_connect_callback
        english_report english_report_results english_confirm english_begin english_hand_in
        audit_report audit_report_results publication_report publication_report_results
        review_list review_page review_preview chain_report chain_report_results
        admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/
        admin/pages/workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/
        recall_page recall_list recall_certificate page_privacy
        languages_correction languages_changed_locks units_import units_import_template
        texts_above texts_file texts_download
        tv_alerts tv_alert_new tv_alert_draft tv_alert_issue tv_alert
        api_tokens api_token_add api_token_revoke risk_page
        admin/localize/update/<int:translation_source_id>/
        admin/localize/translate/<int:translation_id>/machine_translate/
        admin/localize/translate/<int:translation_id>/pofile/download/
        admin/localize/translate/<int:translation_id>/pofile/upload/
        admin/localize/translate/<int:translation_id>/disable/
        admin/localize/page/<int:page_id>/convert_to_alias/
        admin/localize/reports/translations/
        admin/localize/reports/translations/results/
    """,
    "wagtailadmin_pages": """
        add preview_on_add type_use type_use_results choose_parent usage edit preview_on_edit view_draft add_subpage
        delete unpublish convert_alias search search_results move move_confirm set_page_position copy
        workflow_action collect_workflow_action_data confirm_workflow_cancellation workflow_preview set_privacy
        lock unlock revisions_index revisions_view revisions_revert revisions_unschedule revisions_compare
        workflow_history workflow_history_detail history history_results
    """,
    "wagtailadmin_api:pages": "listing detail find action",
    "wagtailadmin_api:images": "listing detail find",
    "wagtailadmin_api:documents": "listing detail find",
    "wagtailadmin_collections": "index add edit delete set_privacy",
    "wagtailadmin_editing_sessions": "ping release",
    "wagtailadmin_reports": """
        aging_pages aging_pages_results locked_pages locked_pages_results page_types_usage page_types_usage_results
        site_history site_history_results workflow workflow_results workflow_tasks workflow_tasks_results
    """,
    "wagtail_localize": """
        javascript_catalog submit_page_translation update_translations edit_string_translation edit_override
        download_pofile upload_pofile machine_translate preview_translation stop_translation convert_to_alias
        translations_report translations_report_results
    """,
    "wagtaildocs": """
        index index_results add edit delete document_usage add_multiple edit_multiple delete_multiple
        create_multiple_from_uploaded_document delete_upload_multiple
    """,
    "wagtaildocs_chooser": "choose choose_results chosen chosen_multiple create",
    "wagtailembeds": "chooser chooser_upload",
    "wagtailimages": """
        index index_results add edit delete image_usage preview url_generator url_generator_output add_multiple
        edit_multiple delete_multiple create_multiple_from_uploaded_image delete_upload_multiple
    """,
    "wagtailimages_chooser": "choose choose_results chosen chosen_multiple create select_format",
    "wagtailapi_v3": """
        openapi whoami list_schemas get_schema_for_type list_pages find_page detail_page list_page_revisions
        detail_page_revision pages_actions_submit pages_actions_unpublish pages_actions_copy
        pages_actions_move pages_actions_revert pages_actions_convert_alias
    """,
    "wagtailmedia": "index add edit delete media_usage chooser chooser_typed chooser_upload media_chosen",
    "wagtailredirects": "index index_results add edit delete start_import process_import",
    "wagtailsettings": "edit preview_on_edit",
    "wagtailsnippets": "index",
    "wagtailsnippets_*": "list list_results add edit inspect copy delete usage history history_results",
    "wagtailsnippetchoosers_*": "choose choose_results chosen chosen_multiple",
    "wagtailusers_users": "index index_results add edit reset history history_results",
}

# What is closed to counties, and why. A test holds that every address is either here or above.
CLOSED = {
    # Wagtail's own tests, and its answer to the unknown; what only the prefecture may stop and hasten.
    "": """
        wagtailadmin_error_test admin/test404/ admin/^.*/$
        freezes freeze_lift urgent_list urgent_new urgent_release tv_desk
        tv_alert_sources tv_screens tv_screen_new tv_screen
        tv_rundowns tv_rundown_new tv_rundown tv_editions tv_channel_new tv_channel
        admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/
        admin/localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/
    """,
    "wagtailapi_v3": "api-root",  # Ninja's mark for where its addresses begin
    "wagtailadmin_workflows": "*",  # who reviews what is set by the prefecture
    "wagtail_localize": "submit_snippet_translation snippets_api_listing snippets_api_detail",  # nothing to translate
    "wagtaillocales": "*",
    "tv_consumers": "*",
    "tv_webhooks": "*",
    "wagtailsites": "*",
    "wagtailusers_groups": "*",
    "wagtailusers_api_tokens": "*",  # Wagtail's tokens never expire and reach every site
    "wagtailusers_users": "delete usage",  # people who have worked here stay in the history
}

# Names in an address that carry no number of an object.
PLAIN_PARAMETERS = {
    *["app_label", "model_name", "app_name", "action", "action_name", "content_type_app_name"],
    *["content_type_model_name", "mode", "filter_spec", "media_type", "uidb64", "token", "type_name"],
    *["uidb36", "key", "provider_id"],
}

PARAMETERS: dict[str, type[Model]] = {
    "page_id": Page,
    "parent_page_id": Page,
    "page_to_move_id": Page,
    "destination_id": Page,
    "page_pk": Page,
    "index_id": Page,
    "revision_id": Revision,
    "revision_id_a": Revision,
    "revision_id_b": Revision,
    "task_id": Task,
    "task_state_id": TaskState,
    "workflow_pk": Workflow,
    "workflow_state_id": WorkflowState,
    "collection_id": Collection,
    "image_id": get_image_model(),
    "document_id": get_document_model(),
    "doc_id": get_document_model(),
    "media_id": get_media_model(),
    "uploaded_file_id": UploadedFile,
    "redirect_id": Redirect,
    "session_id": EditingSession,
    "translation_id": Translation,
    "translation_source_id": TranslationSource,
    "string_segment_id": StringSegment,
    "overridable_segment_id": OverridableSegment,
    "token_id": Token,
    "recall_id": Recall,
    "alert_id": Alert,
    "draft_id": Draft,
}

# What `pk` in an address and `id` in a query stand for.
MODELS: dict[str, type[Model]] = {
    "wagtailadmin_pages": Page,
    "wagtailadmin_api:pages": Page,
    "wagtailadmin_api:images": get_image_model(),
    "wagtailadmin_api:documents": get_document_model(),
    "wagtailadmin_collections": Collection,
    "wagtailapi_v3": Page,
    "wagtaildocs_chooser": get_document_model(),
    "wagtailimages_chooser": get_image_model(),
    "wagtailsettings": Site,
    "wagtailusers_users": get_user_model(),
}

# Values beside a number that Wagtail takes in a number's place.
WORDS = {"revision_id_a": {"live", "earliest"}, "revision_id_b": {"live", "latest"}}

# Numbers in queries: filters, choosers, listings.
QUERY: dict[str, type[Model]] = {
    "parent_page_id": Page,
    "target_pages[]": Page,
    "child_of": Page,
    "descendant_of": Page,
    "ancestor_of": Page,
    "translation_of": Page,
    "collection_id": Collection,
    "collection": Collection,
    "site": Site,
    "page": Page,
    "group": Group,
    "workflow": Workflow,
    "task": Task,
    **dict.fromkeys(["owner", "edited_by", "user", "locked_by", "requested_by", "finished_by"], get_user_model()),
}
# Queries whose digits are no object's number, or that of something which all sites share (types of content, locales).
PLAIN_QUERY = {
    *["p", "q", "term", "tag", "ordering", "position", "width", "height", "closeness", "limit", "offset", "depth"],
    *["multiple", "usage_count_min", "usage_count_max", "content_type", "page_type", "locale", "kind", "months"],
    *["search", "search_all", "label", "select_format", "describe_on_delete", "for_explorer", "_w_filter_fragment"],
    *["action", "person", "subject", "severity", "show"],
}

# Numbers in forms that no form of Wagtail's checks against the person; all others are the forms' own business.
FORM: dict[str, type[Model]] = {
    "new_parent_page": Page,
    "parent_page": Page,
    "destination_page_id": Page,
    "chooser": Page,
    "role": Group,
    "groups": Group,
    "collection": Collection,
}


@cache
def snippets() -> dict[str, type[Model]]:
    """Namespace of a snippet's views and of its chooser -> model."""
    found = {}
    for model in apps.get_models():
        if hasattr(model, "snippet_viewset"):
            found[f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}"] = model
            found[f"wagtailsnippetchoosers_{model._meta.app_label}_{model._meta.model_name}"] = model
    return found


def is_listed(table: dict[str, str], namespace: str, name: str) -> bool:
    if namespace in snippets():
        namespace = f"{namespace.partition('_')[0]}_*"
    names = table.get(namespace, "").split()
    return name in names or names == ["*"]


def is_known(namespace: str, name: str) -> bool:
    """Whether counties may come to the address at all."""
    return namespace in PUBLIC or is_listed(KNOWN, namespace, name)


def model_of(namespace: str, parameter: str) -> type[Model] | None:
    """The model whose number a parameter of an address carries; None for one that nobody has named yet."""
    if parameter == "pk":
        return snippets().get(namespace) or MODELS.get(namespace)
    return PARAMETERS.get(parameter)
