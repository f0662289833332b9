"""What was removed, as a page that people look at: documents with their removals, tables, plots and verdicts."""
