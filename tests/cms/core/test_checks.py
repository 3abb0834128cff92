"""The house rules hold for our code, and each of them speaks up when it is broken."""

import pytest
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps
from wagtail import blocks
from wagtail.models import Site

from cms.core.checks import block_errors, page_type_errors, page_types, site_owned_errors
from cms.core.models import BasePage
from cms.core.site_owned import SiteOwned


def test_the_whole_project_passes_the_system_checks():
    call_command("check", fail_level="WARNING")


def test_there_are_page_types_to_check():
    assert len(page_types()) >= 16


@pytest.mark.django_db
def test_the_migrations_match_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_page_type_without_template_parents_and_description_is_refused():
    class LoosePage(BasePage):
        class Meta:
            app_label = "core"
            abstract = True

    LoosePage.page_description = ""
    assert {error.id for error in page_type_errors(LoosePage)} == {"core.E001", "core.E002", "core.E003"}


def test_a_block_without_description_and_preview_is_refused():
    class MuteBlock(blocks.StructBlock):
        text = blocks.CharBlock()

    assert {error.id for error in block_errors(MuteBlock(), "a field")} == {"core.E004", "core.E005"}


# Every later test that deletes a site would look for the rows of a model that stays in the registry.
@isolate_apps("cms.core")
def test_a_model_that_points_at_a_site_must_be_site_owned():
    class Leaflet(models.Model):
        site = models.ForeignKey(Site, on_delete=models.CASCADE)

        class Meta:
            app_label = "core"
            managed = False

    assert [error.id for error in site_owned_errors(Leaflet)] == ["core.E006"]


@isolate_apps("cms.core")
def test_a_site_owned_model_must_have_the_site_owned_admin():
    class Poster(SiteOwned):
        class Meta:
            app_label = "core"
            managed = False

    assert [error.id for error in site_owned_errors(Poster)] == ["core.E007"]
