# SPDX-License-Identifier: Apache-2.0
"""What is printed at the end."""

import dataclasses
import json


@dataclasses.dataclass
class Line:
    """One measure: ours, our peers', the ratio of ours to nginx's in the same rounds, and the goal."""

    measure: str
    unit: str
    ours: float
    nginx: float | None = None
    node_exporter: float | None = None
    ratio: float | None = None
    goal: float | None = None
    lower_is_better: bool = False
    note: str = ""

    @property
    def verdict(self):
        if self.goal is None:
            return ""
        met = self.ours <= self.goal if self.lower_is_better else self.ours >= self.goal
        return "met" if met else "missed"


def number(value):
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def text(lines):
    rows = [("measure", "unit", "ours", "nginx", "node_exp.", "ours/nginx", "goal", "", "")]
    for line in lines:
        sign = "" if line.goal is None else ("<= " if line.lower_is_better else ">= ")
        rows.append(
            (
                line.measure,
                line.unit,
                number(line.ours),
                number(line.nginx),
                number(line.node_exporter),
                number(line.ratio),
                sign + number(line.goal),
                line.verdict,
                line.note,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    left = {0, 1, 7, 8}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        ).rstrip()
        for row in rows
    )


def as_json(lines):
    return json.dumps([{**dataclasses.asdict(line), "verdict": line.verdict} for line in lines], indent=2)
