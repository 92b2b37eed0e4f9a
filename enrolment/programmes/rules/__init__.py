"""What programmes and course runs reckon with: lateness, calendars. Pure."""
