"""A draft is kept as it is typed; who writes at once is told, and nothing is lost."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from enrolment.assessment import api
from enrolment.assessment.api import DraftChanged, Refusal, WorkRefused
from enrolment.assessment.models import Submission
from tests.factories.people import officer

from .conftest import fresh, make_group, team_up

pytestmark = pytest.mark.django_db


def save(ours, html, sequence, who="amina", **more):
    return api.save_draft(**ours.of(getattr(ours, who)), html=html, sequence=sequence, **more)


def test_what_is_typed_is_kept_and_sanitised(ours):
    saved = save(ours, "<div>One <b>word</b><script>alert(1)</script></div>", 1)
    assert fresh(saved.submission).draft == "<p>One <strong>word</strong></p>"
    assert (saved.version, saved.sequence) == (1, 1)


def test_the_same_again_and_an_older_one_change_nothing(ours):
    save(ours, "<p>new</p>", 5)
    again, late = save(ours, "<p>new</p>", 5), save(ours, "<p>old</p>", 4)
    assert (again.version, late.version, late.sequence) == (1, 1, 5)
    assert Submission.objects.get().draft == "<p>new</p>"


def test_the_same_text_counts_as_sent(ours):
    save(ours, "<p>A</p>", 1)
    assert save(ours, "<p>A</p>", 3).sequence == 3
    late = save(ours, "<p>B</p>", 2)
    assert (late.version, late.sequence, late.submission.draft) == (1, 3, "<p>A</p>")
    assert save(ours, "<p>C</p>", 4).version == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.sampled_from(["", "<p>A</p>", "<p>B</p>"]), min_size=1, max_size=5),
    is_asked=st.booleans(),
    data=st.data(),
)
def test_whatever_the_order_of_arrival_the_newest_stands(ours, texts, is_asked, data):
    """Some arrive twice. Where the page says what it knew, an older one may be told of it."""
    numbers = range(1, len(texts) + 1)
    again = data.draw(st.lists(st.sampled_from(numbers), max_size=3))
    with transaction.atomic():
        for number in data.draw(st.permutations([*numbers, *again])):
            known = {"base": 0, "after": list(range(1, number))} if is_asked else {}
            with suppress(DraftChanged):
                save(ours, texts[number - 1], number, **known)
        assert Submission.objects.get().draft == texts[-1]
        transaction.set_rollback(True)


def test_another_window_that_knew_less_is_told_with_both_texts(ours):
    save(ours, "<p>from the phone</p>", 10, base=0)
    with pytest.raises(DraftChanged) as told:
        save(ours, "<p>from the desk</p>", 11, base=0)
    assert (told.value.theirs.draft, told.value.mine) == ("<p>from the phone</p>", "<p>from the desk</p>")
    assert told.value.theirs.draft_version == 1
    save(ours, "<p>from the desk</p>", 12, base=1)
    assert Submission.objects.get().draft == "<p>from the desk</p>"


def test_a_window_whose_answer_got_lost_goes_on(ours):
    """The server has 10, the page never heard of it: what it types next names 10 and is no conflict."""
    save(ours, "<p>a</p>", 10, base=0)
    assert save(ours, "<p>ab</p>", 11, base=0, after=[10]).version == 2


def test_members_of_a_team_write_one_work_and_are_told(ours):
    make_group(ours.made)
    team_up(ours.made, *ours.made.enrolments[:2])
    save(ours, "<p>hers</p>", 10, base=0)
    with pytest.raises(DraftChanged) as told:
        save(ours, "<p>his</p>", 99, who="omar", base=0, after=[10])
    assert told.value.theirs.draft_by == ours.amina
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("sequence", [-1, 2**53, "1", None, 1.5])
def test_a_count_that_is_none_is_refused(ours, sequence):
    with pytest.raises(WorkRefused) as refused:
        save(ours, "<p>x</p>", sequence)
    assert refused.value.reasons == (Refusal.UNREADABLE,)


def test_who_is_not_in_the_run_or_in_no_team_is_refused(ours):
    with pytest.raises(WorkRefused, match="not_in_run"):
        api.save_draft(**ours.of(officer()), html="<p>x</p>", sequence=1)
    make_group(ours.made)
    with pytest.raises(WorkRefused, match="no_team"):
        save(ours, "<p>x</p>", 1)
    assert not Submission.objects.exists()


def test_a_text_that_is_too_long_or_not_asked_for_is_refused(ours):
    with pytest.raises(WorkRefused, match="too_long"):
        save(ours, f"<p>{'word ' * 60_000}</p>", 1)
    assignment = ours.work.assignment
    assignment.takes_text = False
    assignment.save()
    with pytest.raises(WorkRefused, match="no_text"):
        save(ours, "<p>x</p>", 1)


def test_before_it_opens_nothing_is_kept(ours, clock):
    ours.work.opens_at = clock.now
    ours.work.save()
    clock.later(seconds=-1)
    with pytest.raises(WorkRefused, match="not_open"):
        save(ours, "<p>x</p>", 1)
    clock.later(seconds=1)
    assert save(ours, "<p>x</p>", 1).version == 1


def test_a_draft_is_kept_though_it_is_too_late_to_hand_in(ours, clock):
    """More time may be granted; what she wrote is there then."""
    clock.at(ours.work.due_at)
    clock.later(days=15)
    assert save(ours, "<p>x</p>", 1).version == 1
    with pytest.raises(WorkRefused, match="too_late"):
        api.hand_in(**ours.of(ours.amina), language="en")


def test_saving_costs_the_same_for_a_long_history(ours, django_assert_max_num_queries):
    for number in range(5):
        save(ours, f"<p>{number}</p>", number + 1)
        api.hand_in(**ours.of(ours.amina), language="en")
    with django_assert_max_num_queries(13):
        save(ours, "<p>new</p>", 99, base=5)
