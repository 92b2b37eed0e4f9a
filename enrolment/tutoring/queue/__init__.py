"""What waits for a tutor: the list, its filters, the next one, and releasing what is finished."""
