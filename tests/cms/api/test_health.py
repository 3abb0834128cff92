"""What load balancers and people on call are told."""

import pytest
from django.db import OperationalError
from wagtail.models import Site

from cms.api import health


@pytest.fixture(autouse=True)
def nothing_remembered():
    health.check_migrations.cache_clear()
    yield
    health.check_migrations.cache_clear()


def test_live_asks_no_database_and_needs_no_known_host(client):
    response = client.get("/health/live", headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "live"})
    assert "no-store" in response["Cache-Control"]


def test_ready_when_there_are_tables_and_sites(sites, client, django_assert_max_num_queries):
    assert client.get("/health/ready").json() == {"status": "ready"}
    with django_assert_max_num_queries(1):
        assert client.get("/health/ready").status_code == 200


def test_not_ready_without_sites(db, client):
    Site.objects.all().delete()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "reason": "no sites"})


def test_not_ready_while_migrations_are_missing(sites, client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["reason"]) == (503, "migrations missing")
    monkeypatch.undo()
    assert client.get("/health/ready").status_code == 200


def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def gone():
        raise OperationalError("could not connect to postgres://secret")

    monkeypatch.setattr(health, "check_ready", gone)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["reason"]) == (503, "database")
    assert "secret" not in response.content.decode()


def test_other_addresses_below_health_do_not_exist(client):
    assert client.get("/health/other", headers={"host": "10.0.0.7"}).status_code == 404
