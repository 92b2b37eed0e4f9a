"""The offline marking pack: works to be taken along, and marks that come back. The verbs are
``grading.packs``."""
