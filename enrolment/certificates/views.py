"""The own certificates, their PDF, and the public page that says whether one is valid."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clikc.people import second_factor

from . import api, codes, misses
from .dates import written_out
from .document import certificate_pdf as render_pdf
from .models import Certificate
from .permissions import can_take_document


@login_required
@require_safe
def my_certificates(request):
    """The reader's own certificates."""
    shown = [_card(certificate) for certificate in Certificate.objects.of(request.user)]
    return render(request, "certificates/my_certificates.html", {"cards": shown})


@login_required
@require_safe
def certificate_pdf(request, code):
    """The document, to whoever may see it; a withdrawn one is not given out any more.

    Somebody else's is behind the second factor.
    """
    certificate = (
        Certificate.objects.visible_to(request.user)
        .filter(code=codes.normalise(code) or "")
        .select_related(
            "completion__enrolment__course", "decision__participation__session__programme", "learner"
        )
        .first()
    )
    if certificate is None:
        raise Http404
    detour = None if certificate.learner_id == request.user.pk else second_factor.detour(request)
    if detour:
        return redirect(detour)
    if not (certificate.is_valid and can_take_document(request.user, certificate)):
        raise PermissionDenied
    language = get_language()
    name = f"certificate-{certificate.subject_code}-{language}.pdf"
    return HttpResponse(
        render_pdf(certificate, language),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def verify_start(request):
    """``/verify/`` as one reads it on paper: on to the form in the reader's language."""
    return redirect("verify_form")


@require_safe
@never_cache
def verify_form(request):
    """Where a code is typed; a code goes on to its page, what cannot be a code is told so."""
    typed = request.GET.get("code", "").strip()
    code = codes.normalise(typed)
    if code:
        return redirect("verify", code=code)
    if typed:
        return verify(request, typed)
    return _discreet(render(request, "certificates/verify_form.html"))


@require_safe
@never_cache
def verify(request, code):
    """Whether the certificate of a code is valid, on whose name, for which course or session, of which class,
    from which day.

    Nothing else: this page is for everybody who holds the paper.
    """
    certificate = api.certificate_by_code(code)
    if certificate is None:
        return _discreet(_missed(request, code))
    words = certificate.words(get_language())
    context = {
        "is_valid": certificate.is_valid,
        "printed_name": certificate.printed_name,
        "title": words["title"],
        "title_language": words["title_language"],
        "award": _award(certificate, words),
        "held": words["study_time"] if certificate.decision_id else "",
        "words_language": words["language"],
        "date": written_out(certificate.issued_on, get_language()),
    }
    return _discreet(render(request, "certificates/verify.html", context))


def _missed(request, code) -> HttpResponse:
    """No certificate has this code; somebody who guesses is told no more."""
    if misses.are_too_many(request):
        return render(request, "certificates/verify_too_many.html", status=429)
    misses.note(request)
    return render(request, "certificates/verify_unknown.html", {"typed": code[:60]}, status=404)


def _card(certificate: Certificate) -> dict:
    """What the list shows of a certificate."""
    words = certificate.words(get_language())
    document, *others = _documents(certificate)
    return {
        "certificate": certificate,
        "title": words["title"],
        "title_language": words["title_language"],
        "award": _award(certificate, words),
        "words_language": words["language"],
        "date": written_out(certificate.issued_on, get_language()),
        "document": document,
        "others": others,
    }


def _award(certificate: Certificate, words: dict) -> str:
    """The class of a session's award, as the certificate says it; a course has none."""
    return words.get("award", "") if certificate.decision_id else ""


def _documents(certificate: Certificate) -> list[dict]:
    """The addresses of its PDF, in each language it has words in; the reader's own first."""
    found = []
    for language, words in certificate.wording.items():
        if words["language"] == language:
            with override(language):
                address = reverse("certificate_pdf", args=[certificate.code])
            found.append({"language": language, "address": address})
    # False sorts before True.
    return sorted(found, key=lambda item: item["language"] != get_language())


def _discreet(response):
    """Not indexed, and the code in the address travels to nobody else."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
