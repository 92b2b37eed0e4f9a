"""Work handed in: drafts, files, receipts, and what resembles what."""
