"""Many documents at once: worker processes that may die, hang or grow without harm to the others."""
