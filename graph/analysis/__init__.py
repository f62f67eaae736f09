"""From evidence to findings: tilt, shifts, attribution, snapshots, neighbourhoods."""
