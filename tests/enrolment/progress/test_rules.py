from hypothesis import given, strategies as st

from enrolment.progress.rules import is_lesson_read, merge_blocks, share_done, share_read

BLOCKS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(read=BLOCKS, newly=st.lists(st.sampled_from("abcdefghxyz")), known=BLOCKS)
def test_merging_only_ever_adds_and_only_what_the_lesson_has(read, newly, known):
    merged = merge_blocks(read, newly, known)
    assert merged[: len(read)] == read
    assert set(merged) == set(read) | (set(newly) & set(known))
    assert len(merged) == len(set(merged))


@given(parts=st.lists(BLOCKS, max_size=5), known=BLOCKS)
def test_the_order_in_which_reports_arrive_does_not_matter(parts, known):
    def after(reports):
        read = []
        for report in reports:
            read = merge_blocks(read, report, known)
        return set(read)

    assert after(parts) == after(reversed(parts)) == after(parts + parts)


@given(read=BLOCKS, known=BLOCKS)
def test_a_hundred_per_cent_means_everything_was_read(read, known):
    assert (share_read(read, known) == 100) == is_lesson_read(read, known)
    assert 0 <= share_read(read, known) <= 100


def test_shares_are_rounded_down():
    assert share_done(2, 3) == 66
    assert share_done(0, 0) == 0
    assert share_done(15, 15) == 100
    assert not is_lesson_read([], [])
