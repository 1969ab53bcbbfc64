"""What `python3 -m helpers` runs: set-up, check-up, recording."""
