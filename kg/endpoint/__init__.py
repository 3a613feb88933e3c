"""Other SPARQL servers: loads a build into one, and reads a loaded build from one."""
