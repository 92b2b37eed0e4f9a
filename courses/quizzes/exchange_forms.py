"""What is asked of who brings questions in a file, or takes them along."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy as _

from .exchange import formats
from .models import QuestionBank

LARGEST = 10 * 1024 * 1024

FORMATS = [
    ("xlsx", _("Spreadsheet (XLSX, CSV)")),
    ("gift", "GIFT"),
    ("moodlexml", "Moodle XML"),
    ("qti", "QTI 2.1, 3.0"),
]


def language_choices() -> list[tuple[str, str]]:
    """The languages of questions by their own names."""
    return [(code, get_language_info(code)["name_local"]) for code in settings.MODELTRANSLATION_LANGUAGES]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 10 MB. What is in it is looked at first; nothing is written yet."),
        max_length=255,
    )
    bank = forms.ModelChoiceField(
        label=_("Question bank"), queryset=QuestionBank.objects.select_related("course").order_by("code")
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[("", _("As the file looks")), *FORMATS], required=False
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: [("", _("The language of the bank’s course")), *language_choices()],
        required=False,
        help_text=_("Of words that do not say which language they are in."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 10 MB."), code="file_too_large")
        return file


class ConfirmForm(forms.Form):
    """``digest`` is that of the plan the person has seen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    is_reviewed = forms.BooleanField(
        label=_("The new questions are reviewed"),
        required=False,
        help_text=_("They may be asked at once. Otherwise they come in as drafts."),
    )


class ExportForm(forms.Form):
    """How questions are written into a file."""

    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)
    version = forms.ChoiceField(
        label=_("Version of QTI"), choices=[(name, name) for name in formats.QTI_VERSIONS], required=False
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=language_choices,
        help_text=_("For formats with one language. A spreadsheet holds all, with its headers in this one."),
    )
