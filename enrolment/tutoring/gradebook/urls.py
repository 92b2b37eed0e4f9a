"""Addresses of gradebooks: ``/runs/<run>/gradebook/…`` for managers, ``/tutoring/runs/<run>/gradebook/…``
for tutors."""

from django.urls import path, register_converter

from . import arranging, grades, table
from .desks import MANAGERS, TUTORS, Desk


class ColumnCode:
    """``a12``, ``q3``, ``m7``."""

    regex = "[aqm][0-9]{1,15}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ColumnCode, "column")


def _below(desk: Desk, beginning: str) -> list:
    def at(place: str, page: str, view):
        return path(f"{beginning}<int:pk>/gradebook/{place}", desk.page(view), name=desk.route(page))

    return [
        at("", "table", table.table),
        at("gradebook.<slug:form>", "export", table.export),
        at("participants/<slug:who>/", "person", grades.person),
        at("<column:column>/", "item", grades.item),
        at("<column:column>/<slug:who>/", "cell", grades.cell),
    ]


urlpatterns = [
    *_below(MANAGERS, "runs/"),
    path("runs/<int:pk>/gradebook/arrange/", MANAGERS.page(arranging.arrange), name="gradebook_arrange"),
    *_below(TUTORS, "tutoring/runs/"),
]
