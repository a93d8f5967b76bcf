"""How far a policy has got, in JSON."""

from datetime import date
from typing import Annotated, Any

from typing_extensions import TypedDict

from cms.represent.types import column


class PolicyFacts(TypedDict):
    """How far a policy has got."""

    policy_status: Annotated[str, column("cms.Document.policy_status")]
    comments_until: date | None
    agreed_on: date | None
    review_on: date | None


def represent_policy(policy: Any) -> PolicyFacts:
    return {
        "policy_status": policy.policy_status,
        "comments_until": policy.comments_until,
        "agreed_on": policy.agreed_on,
        "review_on": policy.review_on,
    }
