"""The chart of alpha beside its table: one row per code system, a dot with its interval. Numbers are SVG units."""

from dataclasses import dataclass

from workplace.coding.agreement.report import RELIABLE, TENTATIVE

WIDTH, LEFT, RIGHT = 520, 192, 16
ROW, TOP, BOTTOM = 40, 28, 34
TICKS = (0, 0.2, 0.4, 0.6, 0.8, 1)


@dataclass(frozen=True)
class Row:
    """``x`` None: no alpha. ``low``/``high`` None: no interval."""

    name: str
    y: float
    x: float | None
    low: float | None
    high: float | None

    @property
    def cap(self):
        return self.y - 6

    @property
    def cup(self):
        return self.y + 6


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: float
    right: float
    top: float
    foot: float
    rows: list
    ticks: list
    tentative: float
    reliable: float

    @property
    def depth(self):
        return self.foot - self.top

    @property
    def band_fair(self):
        return round(self.reliable - self.tentative, 1)

    @property
    def band_good(self):
        return round(self.right - self.reliable, 1)

    @property
    def label(self):
        return self.foot + 20


def chart(systems):
    """The Chart of these systems. The axis begins at 0, or lower where an alpha or its interval does."""
    values = [v for s in systems for v in (s.agreement.alpha, s.agreement.low) if v is not None]
    lowest = min([0, *values])
    start = 0 if lowest >= 0 else max(-1, (lowest * 10 // 2) * 2 / 10)
    foot = TOP + ROW * len(systems)

    def x(value):
        if value is None:
            return None
        return round(LEFT + (max(value, start) - start) / (1 - start) * (WIDTH - LEFT - RIGHT), 1)

    rows = [
        Row(s.name, TOP + ROW * (place + 0.5), x(s.agreement.alpha), x(s.agreement.low), x(s.agreement.high))
        for place, s in enumerate(systems)
    ]
    ticks = sorted({*TICKS, start})
    return Chart(
        width=WIDTH,
        height=foot + BOTTOM,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        foot=foot,
        rows=rows,
        ticks=[(x(tick), tick) for tick in ticks],
        tentative=x(TENTATIVE),
        reliable=x(RELIABLE),
    )
