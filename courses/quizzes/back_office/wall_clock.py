"""Times on the wall, as the back office asks for them."""

from __future__ import annotations

from wagtail.admin.widgets import AdminDateTimeInput

from clikc.foundation.wall_clock import WallClockField


class AdminWallClockField(WallClockField):
    widget = AdminDateTimeInput
