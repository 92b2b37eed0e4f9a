"""The doors of a lesson and of its files: ``courses`` knows nothing of who may enter."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from wagtail import hooks

from courses.lessons.api import AssignmentPage, LessonPage
from courses.quizzes.api import QuizPage

from .access import may_read, standing_in
from .files import may_have


@hooks.register("before_serve_page")
def only_for_those_who_may(page, request, serve_args, serve_kwargs):
    """Send visitors to sign in; answer 404 to whoever may not read; leave the enrolment on the request."""
    if not isinstance(page, LessonPage | AssignmentPage | QuizPage):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    course, enrolment = standing_in(page, request.user)
    if course is None:
        raise Http404
    if not may_read(user=request.user, course=course, enrolment=enrolment, language=page.language):
        raise Http404
    request.enrolment = enrolment if enrolment and enrolment.is_under_way else None
    return None


# After Wagtail's own, which asks for what a private collection asks for.
@hooks.register("before_serve_document", order=10)
def only_files_of_those_who_may(document, request):
    """The files of lessons are for those who may read them, and no file is for a visitor."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may_have(user=request.user, document=document):
        raise Http404
    return None
