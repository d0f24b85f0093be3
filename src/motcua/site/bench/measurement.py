"""What a bench measured: one figure, with its floor or its percentiles, its target, and the machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

CPU_FILE = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One figure of a bench.

    `floor` is the same work done the plainest way in the same run, in the same unit, and `ratio` the value
    over it; `p50`, `p95` and `p99` are milliseconds of one call, `load` says of what; `target` is in the unit of
    the value, or of the ratio when `target_is_ratio`; it is to be reached, or not to be exceeded when it is a ceiling.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    target: float | None = None
    target_is_ratio: bool = False
    target_is_ceiling: bool = False
    load: str = ""

    @property
    def ratio(self) -> float | None:
        """The value over its floor."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without a target."""
        if self.target is None:
            return None
        reached = self.ratio if self.target_is_ratio else self.value
        if reached is None:
            return False
        return reached <= self.target if self.target_is_ceiling else reached >= self.target

    def as_json(self) -> dict[str, object]:
        """The figure with what applies to it; numbers to four significant digits."""
        found = asdict(self) | {"ratio": self.ratio, "met": self.met}
        found.pop("target_is_ratio")
        found.pop("target_is_ceiling")
        return {name: _rounded(value) for name, value in found.items() if value not in (None, "")}

    def sentence(self) -> str:
        """The figure as one line for a person."""
        value = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.3g}"
        parts = [f"{self.name}: {value} {self.unit}"]
        if self.ratio is not None:
            parts.append(f"{self.ratio:.2f} × {self.floor:,.0f}")
        if self.p50 is not None and self.p95 is not None:
            last = f", p99 {self.p99:.3g} ms" if self.p99 is not None else ""
            parts.append(f"p50 {self.p50:.3g} ms, p95 {self.p95:.3g} ms{last}")
        if self.load:
            parts.append(self.load)
        if self.target is not None:
            goal = f"{self.target:.2f} ×" if self.target_is_ratio else f"{self.target:,.0f}"
            parts.append(f"đích / target {goal}: {'đạt / met' if self.met else 'KHÔNG ĐẠT / NOT MET'}")
        return "; ".join(parts)


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least that share of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def machine(postgres: str | None = None) -> dict[str, str]:
    """What the figures were measured on."""
    found = {
        "cpu": _cpu_model(),
        "cores": str(len(os.sched_getaffinity(0))),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
    }
    return found | ({"postgres": postgres} if postgres else {})


def _cpu_model() -> str:
    if CPU_FILE.is_file():
        for line in CPU_FILE.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def write_json(measurements: Sequence[Measurement], path: Path) -> None:
    """Write the figures as a JSON list; raises OSError."""
    text = json.dumps([measurement.as_json() for measurement in measurements], ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
