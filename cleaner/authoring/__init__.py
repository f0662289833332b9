"""What people who write rules need: samples run as tests, and the reason for everything that went or stayed."""
