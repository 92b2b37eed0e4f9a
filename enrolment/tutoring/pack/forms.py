"""What is asked of who sends marks, and what she confirms."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from enrolment.grading.api import packs


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet, or the whole pack"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.zip"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("XLSX, CSV or ZIP, at most %(size)s. Nothing is saved yet.") % {
            "size": filesizeformat(packs.LARGEST)
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > packs.LARGEST:
            raise forms.ValidationError(packs.file_sentence("file_too_large"), code="file_too_large")
        return file


class ConfirmForm(forms.Form):
    """``digest`` is that of the plan she has seen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
