"""The network of actors and of claims: counted, analysed, drawn, searched for paths."""
