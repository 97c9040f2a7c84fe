"""What was measured against what it has to be."""


def say(line: str = "") -> None:
    print(line, flush=True)  # a run takes long, and is read by another process


class Bars:
    """The bars of one database, and which of them are not met."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.missed: list[str] = []

    def at_most(self, what: str, value: float, bar: float, unit: str = "ms") -> None:
        say(f"{what:60}{value:9.1f} {unit:3} at most {bar:g}{'' if value <= bar else '   NOT MET'}")
        if value > bar:
            self.missed.append(f"{self.database}, {what}: {value:.1f} {unit}, at most {bar:g}")

    def at_least(self, what: str, value: float, bar: float) -> str:
        """Return the bar in words; the value stands in a table."""
        if value < bar:
            self.missed.append(f"{self.database}, {what}: {value:.3f}, at least {bar:g}")
        return f"{what.rpartition(' ')[2]} ≥ {bar:g}{'' if value >= bar else ' NOT MET'}"
