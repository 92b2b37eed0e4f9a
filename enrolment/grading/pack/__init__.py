"""The offline marking pack: works taken along as a ZIP, marked in a spreadsheet, and brought back.

Nouns: PackUpload, PackRow. Verbs: ``start_pack``, ``take_in``, ``look_again``, ``confirm_upload``,
``run_upload``, ``cancel_upload``.

What is promised:

- A pack holds works that are the tutor's to mark and not finished, by their codes alone: no name, no
  administration, no account; files of a run that is marked blind are those without who made them.
- An unchanged pack changes nothing. What a row says is compared with what the piece held when the pack was
  made: a piece that only the page changed since stays; one that both changed is refused, with both values.
- Nothing is saved before a confirmation, which names the plan by its digest; then piece by piece through
  ``save_piece`` and ``finish_marking``, each row in one transaction. What is finished or released is never
  touched, and neither is what is somebody else's by then.
"""
