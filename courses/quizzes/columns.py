"""What the columns of a spreadsheet of questions are for, said to who writes in it."""

from django.utils.translation import gettext_lazy as _

MEANINGS = {
    "code": _(
        "A short name of letters, digits and hyphens. A question with a code that the bank has already is "
        "changed; any other is new. Left empty, it is made from the text."
    ),
    "kind": _("What kind of question it is. Left empty, it is guessed from the columns that are filled in."),
    "text": _(
        "The question. One column for each language, with its code in the header: “Text (fr)”. "
        "Mark gaps with {1}, {2} …"
    ),
    "right": _(
        "The right choice; of several, one a line. For true or false: the one word. In each language, the "
        "same line says the same."
    ),
    "wrong": _("The wrong choices, one a line. For matching: right sides that belong to nothing."),
    "pairs": _("Matching: one pair a line, “left = right”."),
    "order": _("Ordering: the items in their right order, one a line."),
    "accepted": _("Short text: accepted texts, one a line. Blanks: with the number of the gap, “1 = text”."),
    "number": _("The number that is right."),
    "tolerance": _("How far off an answer may be and still be right. Empty: not at all."),
    "unit": _("A sign for all languages, such as % or kg. An answer may leave it out."),
    "partial": _("“Yes”: a part of a right answer earns a part of the point (multiple choice, ordering)."),
    "least_words": _("Essay: how many words it should have at least."),
    "most_words": _("Essay: how many words it should have at most."),
    "model": _("Essay: an answer for those who mark."),
    "explanation": _("Why the answer is right; shown after the attempt, where the quiz allows it."),
    "difficulty": _("Easy, medium or hard. Empty: medium."),
    "tags": _("Words to find the question by, one a line or with commas between them."),
    "subjects": _("Codes of subjects of the catalogue, one a line or with commas between them."),
    "source": _("A web address where the answer can be looked up."),
    "codes": _(
        "Codes of the choices in their order, one a line; an asterisk after a right one, “left = right” for "
        "pairs. May be left empty."
    ),
}
