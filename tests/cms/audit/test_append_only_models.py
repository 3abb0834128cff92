"""Every append-only model, also one that is added later: rows are added, and neither Python nor SQL alters them."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError, QuerySet
from django.test.utils import isolate_apps

from cms.audit import chain, triggers
from cms.audit.append_only import AppendOnly, AppendOnlyError
from cms.audit.models import Action, AuditEntry
from cms.audit.record import record
from cms.editorial.cases.models import CaseEntry
from cms.editorial.risk.models import Assessment
from tests.factories.rows import other_value, row_of, some_value

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", triggers.append_only_models(), ids=lambda model: model._meta.label)


ALWAYS = ("UPDATE {table} SET id = id + 1000", "DELETE FROM {table}")
SQL = {
    "sqlite": (*ALWAYS, "REPLACE INTO {table} SELECT * FROM {table}", "UPDATE OR REPLACE {table} SET id = id + 1"),
    "postgresql": (*ALWAYS, "TRUNCATE {table} CASCADE"),
}


@pytest.fixture
def row(model: type[AppendOnly]) -> AppendOnly:
    """In a database whose audit has begun: before that there is nothing to protect in it."""
    record(Action.RAN, title="begins")
    row = row_of(model)
    chain.seal()
    # What PostgreSQL does when a transaction commits: it numbers rows of the log, and is ready for TRUNCATE.
    connection.check_constraints()
    row.refresh_from_db()
    return row


def refused():
    return pytest.raises(IntegrityError, match="append-only")


def run_sql(sql: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_audit_log_approvals_assessments_cases_and_recalls_are_among_them():
    names = {model._meta.label for model in triggers.append_only_models()}
    assert names >= {
        *("audit.AuditEntry", "publications.LogRow", "gate.Approval", "gate.Clearance", "risk.Assessment"),
        *("cases.CaseEntry", "recall.Recall", "recall.RecalledPage", "recall.RecalledAddress"),
    }


@every_model
def test_python_refuses_to_change_or_delete(model: type[AppendOnly], row: AppendOnly):
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(**{fixed_field(model).name: None}),
        lambda: model.objects.bulk_update([row], [fixed_field(model).name]),
        lambda: model.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(AppendOnlyError, match=f"{model._meta.label} is append-only"):
            change()


@every_model
def test_the_database_refuses_to_change_any_field(model: type[AppendOnly], row: AppendOnly):
    for field in model._meta.concrete_fields:
        if not field.is_relation and not field.primary_key and field.name not in model.filled_later:
            with refused(), transaction.atomic():
                QuerySet(model).filter(pk=row.pk).update(**{field.name: other_value(row, field)})


@every_model
def test_the_database_refuses_sql(model: type[AppendOnly], row: AppendOnly):
    for statement in SQL[connection.vendor]:
        with refused():
            run_sql(statement.format(table=model._meta.db_table))


@every_model
def test_nothing_that_is_deleted_takes_it_along(model: type[AppendOnly]):
    assert model.check() == []


def fixed_field(model: type[AppendOnly]) -> models.Field:
    return next(
        field for field in model._meta.concrete_fields if not (field.primary_key or field.name in model.filled_later)
    )


@pytest.mark.parametrize(
    "model",
    [model for model in triggers.append_only_models() if model.filled_later],
    ids=lambda model: model._meta.label,
)
def test_what_is_filled_in_later_is_filled_in_once(model: type[AppendOnly], row: AppendOnly):
    first = model._meta.get_field(model.filled_later[0])
    if getattr(row, first.name) is None:
        model.objects.filter(pk=row.pk).update(**{first.name: some_value(first)})
    for value in (None, some_value(first, 99)):
        with refused(), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{first.name: value})


def test_a_reference_that_may_be_lost_is_lost_and_the_row_stays():
    assessment, other = row_of(Assessment), row_of(AuditEntry)
    with refused():
        run_sql("UPDATE risk_assessment SET revision_id = %s", other.pk)
    run_sql("UPDATE risk_assessment SET revision_id = NULL")
    assessment.refresh_from_db()
    assert assessment.revision_id is None


def test_a_case_with_a_timeline_and_a_site_with_assessments_are_not_deleted():
    with pytest.raises(ProtectedError):
        row_of(CaseEntry).case.delete()
    with pytest.raises(ProtectedError):
        row_of(Assessment).site.delete()


def test_missing_triggers_are_named_and_put_back_by_migrate():
    triggers.drop(connection)
    everything = triggers.missing(connection)
    assert {name.rpartition("_no_")[0] for name in everything} == {
        model._meta.db_table for model in triggers.append_only_models()
    }
    triggers.install(connection)
    assert not triggers.missing(connection)


@isolate_apps("cms.audit")
def test_a_model_whose_rows_would_go_in_a_cascade_is_named_by_the_checks():
    class Torn(AppendOnly):
        entry = models.ForeignKey(AuditEntry, on_delete=models.CASCADE)
        objects = models.Manager()

        class Meta:
            app_label = "audit"

    assert {"audit.E002", "audit.E003"} <= {error.id for error in Torn.check()}
