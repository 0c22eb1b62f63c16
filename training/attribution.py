"""Write who made what is trained on: `python -m training.attribution DATA`.

Makes training/ATTRIBUTION.md of DATA/chosen.json, as `training.convert` left it.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).with_name("ATTRIBUTION.md")
LICENCES = {  # SPDX's name → what it asks for, where it stands
    "CC0-1.0": "no conditions; https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-3.0": "attribution; https://creativecommons.org/licenses/by/3.0/",
    "CC-BY-3.0-US": "attribution; https://creativecommons.org/licenses/by/3.0/us/",
    "CC-BY-4.0": "attribution; https://creativecommons.org/licenses/by/4.0/",
    "Apache-2.0": "notice; https://www.apache.org/licenses/LICENSE-2.0",
    "MIT": "notice; https://opensource.org/license/mit",
}


def attribution(chosen: list[dict], dropped: dict[str, str]) -> str:
    """The page, of `chosen` and `dropped` as in chosen.json.

    Raises KeyError for a licence that nobody has looked at.
    """
    objects = sorted(
        (item for item in chosen if item["source"] != "procedural"),
        key=lambda item: (item["source"], item["licence"], item["author"], item["id"]),
    )
    made = len(chosen) - len(objects)
    lines = [
        "# What the draft network was trained on",
        "",
        f"{len(objects)} objects of other people, each under its own licence, and {made} that "
        "`training/made` makes by program. They were converted, turned upright, scaled "
        "and rendered to small pictures under random light; no part of them is in the weights. "
        "Objects marked * were held out: measured on, not trained on. "
        "Made by `python -m training.attribution`; do not edit.",
        "",
        "| licence | objects | it asks for |",
        "|---|---|---|",
    ]
    counts = Counter(item["licence"] for item in objects)
    lines += [f"| {name} | {number} | {LICENCES[name]} |" for name, number in counts.most_common()]
    source, told = None, set()  # what is made in numbers is told once
    for item in objects:
        if item["source"] != source:
            source = item["source"]
            lines += ["", f"## {source} {item['version']}", ""]
            lines += ["| file | what | author | licence |", "|---|---|---|---|"]
        mark = " *" if item["held_out"] else ""
        if item["title"] in told:
            continue
        if item.get("made"):
            told.add(item["title"])
        times = sum(other["title"] == item["title"] for other in objects)
        title = f"{times} times {item['title']}" if item.get("made") else item["title"]
        cells = (item["file"] + mark, title, item["author"], item["licence"])
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    lines += ["", "## Light", ""]
    lines += [
        "Eight panoramas by Greg Zaal, polyhaven.com, CC0-1.0, as Blender has them, reduced to a "
        "few numbers each (`skies.json`).",
    ]
    lines += ["", "## Not used", ""]
    reasons = Counter(dropped.values())
    lines += [f"- {number} {reason}" for reason, number in reasons.most_common()]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.attribution", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    arguments = parser.parse_args()
    facts = json.loads((arguments.data / "chosen.json").read_text(encoding="utf-8"))
    TARGET.write_text(attribution(facts["chosen"], facts["dropped"]), encoding="utf-8")
    print(f"wrote {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
