"""The graph over HTTP: REST, SPARQL, downloads and the explorer; also an MCP server."""
