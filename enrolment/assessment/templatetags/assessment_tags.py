"""The learner's part of a quiz page, which itself knows nothing of learners."""

from django import template

from courses.quizzes import api as quizzes
from enrolment.admissions import api as admissions
from enrolment.assessment import api

register = template.Library()


@register.inclusion_tag("assessment/standing.html", takes_context=True)
def quiz_standing(context, page) -> dict:
    """Own attempts at the quiz of ``page``, and the button that starts or goes on, or why there is none.

    At most two queries when the page has put its ``facts`` into the context.
    """
    request = context["request"]
    facts = context.get("facts") or quizzes.facts_of(page.activity_id)
    if facts is None:
        return {"standing": None}
    quiz = facts.quiz
    enrolment = admissions.enrolment_of(learner=request.user, course_id=quiz.activity.course_id)
    return {
        "activity_id": page.activity_id,
        "quiz": quiz,
        "shows_score": quiz.review_policy != quizzes.ReviewPolicy.NOTHING,
        "standing": api.standing_of(enrolment=enrolment, quiz=quiz, questions=facts.questions),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
