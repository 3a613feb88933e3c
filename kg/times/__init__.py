"""Time expressions to intervals, and which event each of them dates."""
