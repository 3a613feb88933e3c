"""The SPARQL endpoint and the processes that answer queries."""
