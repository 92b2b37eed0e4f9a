"""Who has not begun, is behind, idle or finished: the page, its files, reminders, certificates."""
