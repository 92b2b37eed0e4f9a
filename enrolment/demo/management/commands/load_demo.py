import time

from django.core.management.base import BaseCommand, CommandError

from courses.lessons.api import SourceProblems
from enrolment.demo import load
from enrolment.demo.academy.load import STEPS
from enrolment.demo.cast import sign_ins
from enrolment.demo.nations import load_nations
from enrolment.demo.tutored.load import load_tutored_run


class Command(BaseCommand):
    help = (
        "Builds the demo: its courses from their folders, a person for every role, learners with a "
        "history, a dozen coordinators with their officers."
    )

    def handle(self, *, verbosity: int, **options):
        for folder in load.course_folders():
            self.step(f"Course {folder.name}", lambda folder=folder: self.course(folder))
        self.step("People", load.load_people)
        self.step("What they have read and passed", load.load_histories)
        self.step("Final tests sat by others", load.load_sittings)
        self.step("Essays to mark, an exam to release", load.load_waiting)
        self.step("A dozen administrations and their year", load_nations)
        self.step("A course run with tutors, in its sixth week", load_tutored_run)
        for name, step in STEPS.items():
            self.step(name, step)
        if verbosity > 1:
            self.stdout.write(sign_ins())

    def course(self, folder):
        try:
            return load.load_course(folder)
        except SourceProblems as problems:
            raise CommandError(str(problems)) from problems

    def step(self, name, work):
        started = time.monotonic()
        result = work()
        done = f": {result} new" if isinstance(result, int) else ""
        self.stdout.write(f"      {name}{done} ({time.monotonic() - started:.1f} s)")
        self.stdout.flush()
