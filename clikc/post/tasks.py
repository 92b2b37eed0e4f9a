"""Work that outlasts a request."""

from django_tasks import task

from .delivering import deliver_due


@task()
def deliver() -> dict:
    """Deliver what is due. Outcome → letters."""
    return go_round()


def go_round() -> dict:
    """One round of deliveries, and another after it while letters are due, so that other tasks get
    their turn. Outcome → letters."""
    delivery = deliver_due()
    if delivery.is_more:
        deliver.enqueue()
    return dict(delivery.outcomes)
