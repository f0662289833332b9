"""Boilerplate of sites, found from their own pages: lines are counted, and rules proposed for those that recur."""
