"""Following: who has not begun, who is behind, who does nothing any more, who finished; and reminding them.

Nouns: ReminderRound (a coordinator's click), Reminder (one officer's letter of it), Standing.
Verbs: ``following_rows``, ``counts``, ``standings_of``, ``cohort_figures``, ``draft_round``, ``send_round``.
"""
