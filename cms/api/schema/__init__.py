"""The OpenAPI document: derived from block definitions, ``api_fields`` and the types that functions return."""
