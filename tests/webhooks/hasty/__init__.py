"""An app that lets webhooks be tried again soon, so that a test need not wait for hours."""
