from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvisingConfig(AppConfig):
    name = "enrolment.advising"
    label = "advising"
    verbose_name = _("Advising")

    def ready(self):
        from clikc.home.api import NavEntry, register_nav
        from clikc.post.api import register_letter

        from .conversations import reads_others
        from .letters import write_advice
        from .writing import LETTER

        register_letter(LETTER, write_advice)
        register_nav(NavEntry(_("Messages"), "threads", reads_others))
