"""Every change makes a version, and every process checks with the newest."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Site

from cms.editorial.texts import csv_file
from cms.editorial.texts.changes import describe
from cms.editorial.texts.checking import check_page
from cms.editorial.texts.kinds import Severity, TermKind
from cms.editorial.texts.lexicon import chain_at, chain_of_site, lexicon_for
from cms.editorial.texts.models import ListVersion, Term
from cms.editorial.texts.starter import starter_plan
from cms.editorial.texts.versions import one_version
from tests.factories.texts import make_term


def changes_of(site: Site) -> list[list[tuple]]:
    return [
        [(change["term"], change["before"] is not None, change["after"] is not None) for change in version.changes]
        for version in ListVersion.objects.filter(site=site).order_by("pk")
    ]


def test_each_change_is_a_version_and_no_change_is_none(family):
    term = make_term(family.prefecture, "来风县")
    term.suggestion = "来凤县"
    term.save()
    term.save()
    Term.objects.filter(pk=term.pk).delete()
    assert changes_of(family.prefecture) == [
        [("来风县", False, True)],
        [("来风县", True, True)],
        [("来风县", True, False)],
    ]
    added, changed, removed = ListVersion.objects.order_by("pk")
    with translation.override("en"):
        assert describe(added.changes) == ["Added “来风县” (Refused)"]
        assert describe(changed.changes) == ["Changed “来风县” (Write instead: — → 来凤县)"]
    assert removed.number > changed.number


def test_an_entry_that_goes_to_another_list_changes_both(family):
    term = make_term(family.prefecture, "来风县")
    term.site = family.lichuan
    term.save()
    assert changes_of(family.prefecture)[1:] == [[("来风县", True, False)]]
    assert changes_of(family.lichuan) == [[("来风县", False, True)]]


def test_a_list_goes_with_its_site(family):
    make_term(family.lichuan, "来风县")
    family.lichuan.delete()
    assert not ListVersion.objects.exists()


def test_the_next_check_uses_the_new_list_and_a_rolled_back_one_leaves_nothing(family, news):
    news.title = "来风县和咸风县"
    make_term(family.prefecture, "来风县")
    (finding,) = check_page(news)
    assert finding.version == ListVersion.objects.get().number
    with pytest.raises(RuntimeError), one_version():
        make_term(family.prefecture, "咸风县")
        raise RuntimeError
    assert [found.term for found in check_page(news)] == ["来风县"]
    make_term(family.lichuan, "咸风县")
    assert [found.term for found in check_page(news)] == ["来风县", "咸风县"]


def test_lists_count_downwards_only(family, news):
    top, lichuan, enshi = family.prefecture.pk, family.lichuan.pk, family.enshi.pk
    assert chain_at(news.url_path) == (top, lichuan)
    assert chain_of_site(family.enshi) == (top, enshi)
    assert chain_of_site(family.prefecture) == chain_at("/nowhere/") == chain_of_site(None) == (top,)
    # Compiled once for each state.
    assert lexicon_for((top, lichuan)) is lexicon_for((top, lichuan))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"term": "最", "severity": Severity.REFUSE}, "severity"),
        ({"term": "最佳", "exceptions": "最佳季节\n好季节"}, "exceptions"),
        ({"term": "最佳", "exceptions": "最佳"}, "exceptions"),
        ({"term": "12345", "kind": TermKind.NUMBER}, "kind"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(family, values, field):
    with pytest.raises(ValidationError) as refusal:
        make_term(family.lichuan, **{"severity": Severity.SUGGEST, **values})
    assert list(refusal.value.message_dict) == [field]


def test_a_list_goes_out_as_a_file_and_comes_in_again(family):
    make_term(family.prefecture, "最佳", Severity.NOTE, exceptions="最佳季节\n最佳时间", note='=广告法，“第九条”"')
    make_term(family.prefecture, "'0718-8221234", kind=TermKind.NUMBER)
    data = csv_file.write(Term.objects.all()).encode()
    plan = csv_file.check(csv_file.read(data), family.prefecture, removes_missing=True)
    assert (plan.unchanged, plan.can_be_carried_out, plan.problems) == (2, False, [])
    # The same file makes the same list elsewhere, with one version.
    Term.objects.all().delete()
    before = ListVersion.objects.count()
    csv_file.check(csv_file.read(data), family.prefecture).carry_out()
    assert csv_file.write(Term.objects.all()).encode() == data
    assert ListVersion.objects.count() == before + 1


def test_a_file_from_a_spreadsheet_changes_adds_and_takes_out(family):
    kept, gone = make_term(family.prefecture, "来风县"), make_term(family.prefecture, "咸风县")
    file = "写法,类型,级别,例外\n来风县,地名和机构名,建议,来风县城；来风县志\n宣思县,地名和机构名,禁止,\n,,,\n"
    plan = csv_file.check(csv_file.read(file.encode("gb18030")), family.prefecture, removes_missing=True)
    assert (plan.added[0].term, plan.changed, plan.removed) == ("宣思县", [kept], [gone])
    plan.carry_out()
    kept.refresh_from_db()
    assert (kept.severity, kept.exception_list) == (Severity.SUGGEST, ["来风县城", "来风县志"])
    assert set(Term.objects.values_list("term", flat=True)) == {"来风县", "宣思县"}


def test_a_wrong_line_is_named_and_nothing_is_taken_in(family):
    lines = ["写法,类型,级别,例外", "来风县,地名,禁止,", "宣思县,易错字词,很坏,", "最佳,其他用语,提示,季节"]
    lines += ["咸风县,易错字词,禁止,", "咸风县,易错字词,建议,", ",易错字词,建议,"]
    with translation.override("en"):
        plan = csv_file.check(csv_file.read("\n".join(lines).encode()), family.prefecture)
    assert [problem.line for problem in plan.problems] == [2, 3, 4, 6, 7]
    assert "易错字词" in plan.problems[0].message
    assert "line 5" in plan.problems[3].message
    assert not plan.can_be_carried_out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "写法"),
        ("写法,类型\n来风县,易错字词".encode(), "级别"),
        ("写法,类型,级别,颜色\n".encode(), "颜色"),
        (b"\xff\xfe\x00", "GBK"),
        ('写法,类型,级别\n"来风县'.encode(), "CSV"),
        (b"x" * (csv_file.MAX_BYTES + 1), "2 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused(data, said):
    with pytest.raises(csv_file.UnreadableFile, match=said):
        csv_file.read(data)


def test_the_starter_list_is_taken_in_without_a_problem(family):
    plan = starter_plan(family.prefecture)
    assert plan.problems == []
    assert 60 <= len(plan.added) <= 250
    # What is refused says what to write instead.
    assert [term.term for term in plan.added if term.severity == Severity.REFUSE and not term.suggestion] == []
