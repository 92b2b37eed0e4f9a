"""An officer's own application, and her answer to an offer."""
