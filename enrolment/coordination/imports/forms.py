"""What is asked of who sends a file of officers, and what she confirms."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from enrolment.intake import api as intake
from enrolment.programmes import api as programmes


class UploadForm(forms.Form):
    """A file, and the cohort its people are put into, of those of ``administration`` that are open."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    cohort = forms.ChoiceField(label=_("Put everybody into this cohort"), required=False)

    def __init__(self, *args, administration, **kwargs):
        super().__init__(*args, **kwargs)
        self._open = {str(item.pk): item for item in programmes.open_cohorts_of(administration.pk)}
        choices = [(pk, item.name) for pk, item in self._open.items()]
        self.fields["cohort"].choices = [("", _("No cohort: accounts alone")), *choices]
        self.fields["file"].help_text = _("XLSX or CSV, at most %(size)s. Nothing is done yet.") % {
            "size": filesizeformat(intake.LARGEST)
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > intake.LARGEST:
            raise forms.ValidationError(intake.file_sentence("file_too_large"), code="file_too_large")
        return file

    def clean_cohort(self):
        return self._open.get(self.cleaned_data["cohort"])


class ConfirmForm(forms.Form):
    """``digest`` is that of the plan she has seen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
