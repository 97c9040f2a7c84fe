"""All drills by name."""

from drills import clients, faults, processes

DRILLS = {drill.name: drill for drill in [*faults.DRILLS, *processes.DRILLS, *clients.DRILLS]}
