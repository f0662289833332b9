"""``cleaner play``: rules and an article side by side in a browser, served to this machine only."""
