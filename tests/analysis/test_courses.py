"""The tilt over time, along the axis asked for."""

from __future__ import annotations

from allegiance.graph.analysis.courses import follow, tilt_series
from allegiance.graph.analysis.evidence import gather_evidence
from allegiance.graph.analysis.levels import Axis
from allegiance.graph.store.build import Built


def test_the_series_lies_between_the_poles_of_its_axis(invented: Built) -> None:
    # Elspan goes from Borealis to Corvia: along that axis it crosses over, along no other.
    settings = invented.settings
    poles = ("asteria", "borealis", "corvia")
    window = (settings.window_start, settings.window_end)
    course = follow(gather_evidence(invented.catalogue, "elspan", poles, window=window))
    [change] = course.listed()
    assert (change.axis.first, change.axis.second) == (1, 2)
    along = tilt_series(course, change.axis)
    assert along["mean"].iloc[0] < -0.5 < 0.5 < along["mean"].iloc[-1]
    assert along["low"].iloc[-1] < change.after.mean < along["high"].iloc[-1]
    beside = tilt_series(course, Axis(0, 1))
    assert abs(beside["mean"].iloc[-1]) < 0.2
