"""Post: letters (e-mails) that are written down with the act they tell of, and leave once.

Nouns: Letter, Draft. Verbs: ``register_letter``, ``post``, ``post_many``, ``deliver_due``, ``send_again``.
A letter is a row of the transaction that did what it tells of: no crash loses it, none sends it twice.
What it says is written when it leaves, from what is true and permitted then, and is kept nowhere.
"""
