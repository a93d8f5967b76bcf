"""The guide for editors: ``docs/editors.md`` as pages of the admin, and links to it beside what it explains."""
