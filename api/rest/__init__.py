"""The routes of the REST interface, and what each of them reads."""
