"""What a quiz drew from its bank becomes its one slot; a pass mark that is the course's goes with it."""

from django.db import migrations, models


def to_slots(apps, schema_editor):
    Quiz, QuizSlot = apps.get_model("quizzes", "Quiz"), apps.get_model("quizzes", "QuizSlot")
    QuizSlot.objects.bulk_create(
        QuizSlot(quiz_id=pk, bank_id=bank, draw=draw)
        for pk, bank, draw in Quiz.objects.filter(slots=None).values_list("pk", "bank_id", "draw")
    )
    for quiz in Quiz.objects.select_related("activity__course"):
        if quiz.pass_mark != quiz.activity.course.pass_mark:
            Quiz.objects.filter(pk=quiz.pk).update(own_pass_mark=quiz.pass_mark)


def from_slots(apps, schema_editor):
    """A quiz gets the first bank of its slots back; one that asks only fixed questions, the bank of these;
    one that asks nothing, a bank of its course, which may be new and empty."""
    Quiz = apps.get_model("quizzes", "Quiz")
    for quiz in Quiz.objects.select_related("activity__course"):
        slot = quiz.slots.order_by(models.F("bank").asc(nulls_last=True), "position").first()
        mark = quiz.activity.course.pass_mark if quiz.own_pass_mark is None else quiz.own_pass_mark
        if slot is None:
            bank, draw = _bank_of(apps, quiz), 0
        else:
            bank, draw = slot.bank_id or slot.question.bank_id, slot.draw
        Quiz.objects.filter(pk=quiz.pk).update(bank_id=bank, draw=draw, pass_mark=mark)


def _bank_of(apps, quiz) -> int:
    banks, course = apps.get_model("quizzes", "QuestionBank").objects, quiz.activity.course
    bank = banks.filter(course=course).order_by("code").first()
    return (bank or banks.create(course=course, code=f"quiz-{quiz.pk}-{course.code}"[:60])).pk


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0007_slots_and_settings")]

    operations = [migrations.RunPython(to_slots, from_slots)]
