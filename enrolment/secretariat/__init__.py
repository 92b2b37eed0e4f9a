"""The Secretariat: programme managers run sessions, from the call to the closing report. Pages alone; the
verbs are those of the rooms below."""
