"""Statistics of questions in the back office."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import can_see_statistics
from .statistics import views


@hooks.register("register_admin_urls")
def statistics_urls():
    bank, quiz = views.BankStatistics.as_view(), views.QuizStatistics.as_view()
    return [
        path("item-statistics/", views.StatisticsIndex.as_view(), name="item_statistics"),
        path("item-statistics/bank/<int:pk>/", bank, name="bank_statistics"),
        path("item-statistics/bank/<int:pk>/<slug:form>/", bank, name="bank_statistics_file"),
        path("item-statistics/quiz/<int:pk>/", quiz, name="quiz_statistics"),
        path("item-statistics/quiz/<int:pk>/<slug:form>/", quiz, name="quiz_statistics_file"),
    ]


class StatisticsMenuItem(MenuItem):
    def is_shown(self, request):
        return can_see_statistics(request.user)


@hooks.register("register_reports_menu_item")
def statistics_in_reports():
    return StatisticsMenuItem(
        _("Statistics of questions"),
        reverse("item_statistics"),
        name="item-statistics",
        icon_name="order",
        order=100,
    )


@hooks.register("insert_global_admin_css")
def statistics_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-statistics.css"))
