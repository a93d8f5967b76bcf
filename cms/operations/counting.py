"""What this process has counted."""

from prometheus_client import REGISTRY

PREFIX = "cms_"


def list_counts() -> list[tuple[str, str, dict[str, str], float]]:
    """Return what this process has counted: name, explanation, labels and number."""
    return [
        (family.name, family.documentation, sample.labels, sample.value)
        for family in REGISTRY.collect()
        if family.name.startswith(PREFIX) and family.type == "counter"
        for sample in family.samples
        if sample.name.endswith("total") and sample.value
    ]
