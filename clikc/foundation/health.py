"""The two addresses that a proxy asks, answered before anything that needs a session or a person."""

from . import views

ANSWERS = {"/healthz": views.healthz, "/readyz": views.readyz}


class HealthFirst:
    """With the database down there are no sessions, and these two must say so all the same."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        view = ANSWERS.get(request.path_info)
        if view is None:
            return self.get_response(request)
        # Django asks this later on; a host that is not ours is refused here too.
        request.get_host()
        return view(request)
