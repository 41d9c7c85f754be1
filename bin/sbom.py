"""The part of `bin/sbom` that puts the list together; see there."""

import json
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
VENDOR = HERE / "genba" / "ui" / "static" / "ui" / "vendor"


def sbom() -> dict[str, Any]:
    """The whole list. The same files give the same list, whenever and wherever it is made."""
    command = [
        *(Path(sys.executable).with_name("cyclonedx-py"), "requirements", HERE / "requirements.lock"),
        *("--pyproject", HERE / "pyproject.toml", "--spec-version", "1.6"),
        *("--output-format", "JSON", "--output-reproducible"),
    ]
    made = subprocess.run(  # noqa: S603  (a program of our own environment)
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    found: dict[str, Any] = json.loads(made.stdout)
    packages = [_without_addresses(component) for component in found["components"]]
    root = found["metadata"]["component"]
    root["version"] = version()
    found["components"] = packages + vendored(_toml(VENDOR / "vendored.toml")["file"])
    found["dependencies"] = [
        {"ref": root["bom-ref"], "dependsOn": sorted(each["bom-ref"] for each in found["components"])},
        *({"ref": each["bom-ref"]} for each in found["components"]),
    ]
    content = json.dumps(found["components"], sort_keys=True)
    found["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, root['version'] + content)}"
    return found


def version() -> str:
    """The version as the package says it."""
    line = next(
        line for line in (HERE / "genba" / "__init__.py").read_text().splitlines() if "__version__" in line
    )
    return line.split('"')[1]


def vendored(files: list[dict[str, str]]) -> list[dict[str, Any]]:
    """What travels with us as files: one part for each package, with the sums of its files."""
    parts: dict[str, dict[str, Any]] = {}
    for line in files:
        part = parts.setdefault(
            line["purl"],
            {
                "type": "library",
                "bom-ref": line["purl"],
                "name": line["name"],
                "version": line["version"],
                "purl": line["purl"],
                "licenses": [{"license": {"id": line["licence"]}}],
                "hashes": [],
            },
        )
        part["hashes"].append({"alg": "SHA-256", "content": line["sha256"]})
    return list(parts.values())


def _without_addresses(component: dict[str, Any]) -> dict[str, Any]:
    """The sums stay; from which index a package was fetched is the business of whoever installs it."""
    for reference in component.get("externalReferences", []):
        component.setdefault("properties", []).extend(
            {"name": "genba:sha256", "value": each["content"]} for each in reference.get("hashes", [])
        )
    component.pop("externalReferences", None)
    component.pop("description", None)
    return component


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())


if __name__ == "__main__":
    text = json.dumps(sbom(), indent=2, ensure_ascii=False) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text)
    else:
        sys.stdout.write(text)
