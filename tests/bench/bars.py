"""Compares measurements with their thresholds."""


def print_line(line: str = "") -> None:
    print(line, flush=True)  # flushed, because a run takes long and its output is read by another process


class Thresholds:
    """The thresholds of one database, and those that are not met."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.missed: list[str] = []

    def at_most(self, what: str, value: float, bar: float, unit: str = "ms") -> None:
        print_line(f"{what:60}{value:9.1f} {unit:3} at most {bar:g}{'' if value <= bar else '   NOT MET'}")
        if value > bar:
            self.missed.append(f"{self.database}, {what}: {value:.1f} {unit}, at most {bar:g}")

    def at_least_percent(self, what: str, value: float, bar: float) -> None:
        print_line(f"{what:60}{value:9.1f} %   at least {bar:g}{'' if value >= bar else '   NOT MET'}")
        if value < bar:
            self.missed.append(f"{self.database}, {what}: {value:.1f} %, at least {bar:g}")

    def at_least(self, what: str, value: float, bar: float) -> str:
        """Return the threshold as text; the value is in a table."""
        if value < bar:
            self.missed.append(f"{self.database}, {what}: {value:.3f}, at least {bar:g}")
        return f"{what.rpartition(' ')[2]} ≥ {bar:g}{'' if value >= bar else ' NOT MET'}"
