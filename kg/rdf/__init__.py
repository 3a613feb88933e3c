"""Records to quads, and the ontology to OWL and SHACL."""
