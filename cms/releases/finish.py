"""What happens when a workflow ends: ``WAGTAIL_FINISH_WORKFLOW_ACTION``.

Wagtail imports this module while it defines its models, so it imports none at its top.
"""

from typing import Any


def publish_workflow_state(workflow_state: Any, user: Any = None) -> None:
    """Publish a page or snippet that was approved and, in the same transaction, the release of its submission."""
    from cms.releases.models import Release
    from cms.releases.publishing import publish_release

    approved = workflow_state.content_object.get_latest_revision()
    release = Release.objects.filter(workflow_state=workflow_state, state=Release.State.OPEN).first()
    if release is None:
        approved.publish(user=user)
    else:
        publish_release(release, approved, user=user)
