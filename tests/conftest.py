"""Settings of the suite: laws have no deadline, since one slow example on a busy machine proves nothing."""

from hypothesis import settings

settings.register_profile("laws", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=5000)
settings.load_profile("laws")
