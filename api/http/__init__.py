"""HTTP: headers, caching, content negotiation, request bodies, errors."""
