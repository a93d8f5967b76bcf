"""The OpenAPI document, generated from block definitions, ``api_fields`` and return types."""
