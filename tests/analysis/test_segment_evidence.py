"""The evidence of one segment, against formulas written out another way."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import multivariate_t, nbinom

from allegiance.graph.analysis.segment_evidence import (
    ArGaussian,
    BetaBinomial,
    DirichletMultinomial,
    GammaPoisson,
    SegmentEvidence,
    evidence_of,
)
from allegiance.graph.model.errors import InputError

NAN = math.nan
SERIES = [0.3, 0.1, 0.4, 0.1, -0.5, -0.9, -0.2]
PHIS = (-0.3, 0.0, 0.2, 0.8)

pairs = hnp.arrays(np.float64, st.tuples(st.integers(1, 8), st.just(2)), elements=st.floats(0, 50))


def student_log_density(
    values: list[float],
    segment: slice,
    phi: float,
    *,
    errors: list[float] | None = None,
    b0: float = 1.0,
) -> float:
    """Log density of the values there are: level and variance integrated out, as one Student t.

    y | level, v ~ N(level, v C), C the AR(1) covariance at unit innovations; level | v ~
    N(mean, v / k0); v ~ inverse gamma (a0, b0): a t with 2 a0 degrees and scale b0/a0 (C + 1/k0).
    With errors C is (1 - w) times that, and errors^2 / b0 on its diagonal.
    """
    y = np.array(values)
    there = y[~np.isnan(y)]
    scale = np.median(np.abs(np.diff(there))) / (0.6745 * math.sqrt(2))
    places = np.arange(len(y))[segment]
    places = places[~np.isnan(y[places])]
    covariance = phi ** np.abs(np.subtract.outer(places, places)) / (1 - phi**2)
    if errors is not None:
        noise = (np.array(errors) / scale) ** 2
        explained = min(float(np.median(noise[~np.isnan(y)])), 0.5)
        covariance = (1 - explained) * covariance + np.diag(noise[places] / b0)
    shape = b0 * scale**2 / 1.0 * (covariance + 1 / 0.1)
    return float(multivariate_t(np.full(len(places), there.mean()), shape, df=2).logpdf(y[places]))


def test_an_ar_segment_has_the_density_of_a_student_t_over_its_values() -> None:
    matrix = ArGaussian(SERIES, phis=PHIS).matrix()
    assert matrix.shape == (4, 8, 8)
    for layer, phi in zip(matrix, PHIS, strict=True):
        for i, j in np.argwhere(np.isfinite(layer)):
            expected = student_log_density(SERIES, slice(i, j), phi)
            assert layer[i, j] == pytest.approx(expected, abs=1e-9)


def test_an_ar_segment_with_missing_years_has_the_density_of_the_years_there_are() -> None:
    values = [NAN, 0.3, 0.1, NAN, 0.4, NAN, NAN, 0.1, -0.5, NAN]
    matrix = ArGaussian(values, phis=PHIS, min_length=2).matrix()
    there = ~np.isnan(values)
    for layer, phi in zip(matrix, PHIS, strict=True):
        for i in range(len(values)):
            for j in range(i + 1, len(values) + 1):
                if there[i:j].sum() < 2:
                    assert layer[i, j] == -np.inf
                else:
                    expected = student_log_density(values, slice(i, j), phi)
                    assert layer[i, j] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("factor", [0.3, 3.0])
def test_an_ar_segment_with_errors_has_the_density_of_its_covariance(
    corrected: bool, factor: float
) -> None:
    values = [0.3, 0.1, NAN, 0.4, 0.1, -0.5, NAN, NAN, -0.9, -0.2]
    errors = [factor * one for one in (0.2, 0.1, 0.3, 0.0, 0.4, 0.2, 0.1, 0.1, 0.3, 0.2)]
    matrix = ArGaussian(values, phis=PHIS, errors=errors, corrected=corrected).matrix()
    for layer, phi in zip(matrix, PHIS, strict=True):
        b0 = 1 + phi * corrected
        for i, j in np.argwhere(np.isfinite(layer)):
            expected = student_log_density(values, slice(i, j), phi, errors=errors, b0=b0)
            assert layer[i, j] == pytest.approx(expected, abs=1e-9)


def test_a_corrected_ar_segment_has_the_density_of_the_wider_prior() -> None:
    matrix = ArGaussian(SERIES, phis=PHIS, corrected=True).matrix()
    for layer, phi in zip(matrix, PHIS, strict=True):
        for i, j in np.argwhere(np.isfinite(layer)):
            expected = student_log_density(SERIES, slice(i, j), phi, b0=1 + phi)
            assert layer[i, j] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("none", [0.0, NAN])
def test_errors_of_zero_or_unknown_change_no_bit(none: float) -> None:
    plain, errors = ArGaussian(SERIES), ArGaussian(SERIES, errors=[none] * len(SERIES))
    assert np.array_equal(plain.matrix(), errors.matrix())


@given(hnp.arrays(np.float64, len(SERIES), elements=st.floats(0, 1e-7)))
def test_errors_that_vanish_leave_the_evidence_as_it_is(errors: NDArray[np.float64]) -> None:
    found = ArGaussian(SERIES, errors=errors, corrected=True).matrix()
    plain = ArGaussian(SERIES, corrected=True).matrix()
    there = np.isfinite(plain)
    assert np.allclose(found[there], plain[there], atol=1e-9)


@pytest.mark.parametrize("errors", [[0.1], [-0.1] * 7, [math.inf] * 7])
def test_errors_that_are_no_errors_are_refused(errors: list[float]) -> None:
    with pytest.raises(InputError, match="Errors must be finite"):
        ArGaussian(SERIES, errors=errors)


@given(shift=st.floats(-100, 100), factor=st.floats(1e-3, 1e3))
def test_an_ar_evidence_in_other_units_differs_by_the_units_alone(
    shift: float, factor: float
) -> None:
    here = ArGaussian(SERIES).matrix()
    there = ArGaussian([shift + factor * value for value in SERIES]).matrix()
    i, j = np.nonzero(np.isfinite(here[0]))
    expected = here[:, i, j] - (j - i) * math.log(factor)
    assert there[:, i, j] == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_a_series_that_mostly_repeats_takes_its_spread_from_the_mean_squared_step() -> None:
    # One step of 2 in four: s^2 = (2^2 / 4) / 2 = 1/2. Of items 0-2, all 0 and .8 below the mean,
    # with phi 0: kn 3.1, sum z^2 = 1.92, sum xz = -2.4.
    matrix = ArGaussian([0, 0, 0, 2, 2], phis=(0.0,)).matrix()[0]
    b0, kn, an = 0.5, 3.1, 2.5
    bn = b0 + (1.92 - 2.4**2 / kn) / 2
    expected = (
        -1.5 * math.log(2 * math.pi)
        + math.log(0.1 / kn) / 2
        + math.log(b0)
        - an * math.log(bn)
        + math.lgamma(an)
    )
    assert matrix[0, 3] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("values", [[1.3] * 6, [0.0] * 6, [0.1 + 0.2, 0.3] * 3])
def test_a_constant_series_up_to_rounding_has_finite_evidence(values: list[float]) -> None:
    matrix = ArGaussian(values).matrix()
    assert np.isfinite(matrix[:, 0, 6]).all()
    assert matrix[:, 0, 3] == pytest.approx(matrix[:, 3, 6])


def test_a_beta_binomial_segment_multiplies_the_predictions_of_its_acts() -> None:
    # Polya's urn: sides 1, 1, 2 with prior (.5, .5) are 1/2, then 1.5/2, then .5/3.
    matrix = BetaBinomial([(1, 0), (1, 0), (0, 1)]).matrix()
    assert math.exp(matrix[0, 3]) == pytest.approx(1 / 2 * 1.5 / 2 * 0.5 / 3)
    assert math.exp(matrix[1, 3]) == pytest.approx(1 / 2 * 0.5 / 2)


def test_a_beta_binomial_segment_of_fractions_is_the_integral_over_the_share() -> None:
    # Prior (2, 3) has density 12 t (1 - t)^2; the segment holds 1.7 and .4.
    integral, _ = quad(lambda t: t**1.7 * (1 - t) ** 0.4 * 12 * t * (1 - t) ** 2, 0, 1)
    matrix = BetaBinomial([(1.0, 0.4), (0.7, 0)], prior=(2, 3)).matrix()
    assert math.exp(matrix[0, 2]) == pytest.approx(integral)


@given(counts=pairs, min_length=st.integers(1, 3))
def test_beta_binomial_is_dirichlet_multinomial_of_two(
    counts: NDArray[np.float64], min_length: int
) -> None:
    two = BetaBinomial(counts, prior=(0.5, 2), min_length=min_length).matrix()
    many = DirichletMultinomial(counts, prior=(0.5, 2), min_length=min_length).matrix()
    assert np.array_equal(two, many)


def test_dirichlet_multinomial_multiplies_the_predictions_of_its_acts() -> None:
    # Categories 1, 3, 1 of three with prior .5: 1/3, then .5/2.5, then 1.5/3.5.
    matrix = DirichletMultinomial([(1, 0, 0), (0, 0, 1), (1, 0, 0)]).matrix()
    assert math.exp(matrix[0, 3]) == pytest.approx(1 / 3 * 0.5 / 2.5 * 1.5 / 3.5)


def test_a_gamma_poisson_segment_is_negative_binomial_but_for_the_factorials() -> None:
    # r events in exposure e: negative binomial (a, b / (b + e)) x r! / e^r.
    counts, exposure = [3, 1, 0, 7], [1.0, 0.5, 2.0, 1.5]
    matrix = GammaPoisson(counts, exposure, shape=2.0, rate=0.7).matrix()
    r, e = 4, 1.5
    expected = nbinom(2.0, 0.7 / (0.7 + e)).logpmf(r) + math.lgamma(r + 1) - r * math.log(e)
    assert matrix[0, 2] == pytest.approx(expected)


def test_gamma_poisson_takes_the_mean_rate_of_the_series_as_its_prior_mean() -> None:
    given_nothing = GammaPoisson([2, 4.5, 1.5], [1, 2, 1])
    assert given_nothing.rate == pytest.approx(0.5 * 4 / 8)
    same = GammaPoisson([2, 4.5, 1.5], [1, 2, 1], rate=0.25)
    assert np.array_equal(given_nothing.matrix(), same.matrix())
    assert np.isfinite(GammaPoisson([0, 0, 0]).matrix()[0, 3])


def test_a_row_of_counts_without_data_weighs_as_nothing_counted() -> None:
    counts = [(1, 0.5, 2), (NAN, NAN, NAN), (0, 3, 1)]
    blank = [(1, 0.5, 2), (0, 0, 0), (0, 3, 1)]
    missing, nothing = DirichletMultinomial(counts), DirichletMultinomial(blank)
    assert np.array_equal(missing.matrix(), nothing.matrix())
    two = [row[:2] for row in counts]
    assert np.array_equal(
        BetaBinomial(two).matrix(), BetaBinomial([row[:2] for row in blank]).matrix()
    )


def test_a_count_without_data_is_an_item_without_exposure_and_not_a_count_of_none() -> None:
    missing = GammaPoisson([4, NAN, 6], [1, 2, 1], rate=1)
    unseen = GammaPoisson([4, 0, 6], [1, 0, 1], rate=1)
    none = GammaPoisson([4, 0, 6], [1, 2, 1], rate=1)
    assert np.array_equal(missing.matrix(), unseen.matrix())
    assert missing.matrix()[0, 3] > none.matrix()[0, 3]
    assert GammaPoisson([4, NAN, 6]).rate == pytest.approx(0.5 * 2 / 10)


@pytest.mark.parametrize(
    "evidence",
    [
        BetaBinomial([(1, 0)] * 5, min_length=2),
        DirichletMultinomial([(1, 0, 3)] * 5, min_length=2),
        GammaPoisson([1, 2, 3, 4, 5], min_length=2),
        ArGaussian([1, 2, 3, 5, 4], min_length=2),
    ],
)
def test_only_segments_of_the_least_length_have_evidence(evidence: SegmentEvidence) -> None:
    assert isinstance(evidence, SegmentEvidence)
    assert evidence.min_length == 2
    length = np.subtract.outer(np.arange(6), np.arange(6)).T
    for layer in np.array(evidence.matrix(), ndmin=3):
        assert np.array_equal(np.isfinite(layer), length >= 2)


def test_the_kind_of_evidence_follows_from_the_shape_of_the_data() -> None:
    assert isinstance(evidence_of([1.0, 2.0]), ArGaussian)
    assert isinstance(evidence_of(pd.Series([1, 2])), ArGaussian)
    assert type(evidence_of([(1, 0)])) is BetaBinomial
    assert type(evidence_of(pd.DataFrame({"a": [1], "b": [2], "c": [0]}))) is DirichletMultinomial
    poisson = GammaPoisson([1, 2])
    assert evidence_of(poisson) is poisson


def test_an_evidence_keeps_its_own_copy_of_the_data() -> None:
    counts = np.array([[1.0, 0.0]])
    evidence = BetaBinomial(counts)
    counts[0, 0] = 9
    assert evidence.matrix()[0, 1] == pytest.approx(math.log(1 / 2))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: BetaBinomial([(1, 0), (-1, 2)]), r"Counts must be .* 0 or more; item 1 holds -1"),
        (lambda: BetaBinomial([(1, NAN)]), r"Counts must be finite .* holds nan"),
        (lambda: BetaBinomial([(NAN, NAN), (1, NAN)]), r"Counts must be .* item 1 holds nan"),
        (lambda: BetaBinomial([(NAN, NAN)]), "Counts must not all be nan"),
        (lambda: GammaPoisson([NAN, NAN]), "Counts must not all be nan"),
        (lambda: BetaBinomial([(1, math.inf)]), r"Counts must be finite .* holds inf"),
        (lambda: BetaBinomial([(1, 0, 0)]), "needs 2 columns of counts, not 3"),
        (lambda: BetaBinomial([1, 0]), r"must have 2 dimension\(s\), not 1"),
        (lambda: BetaBinomial([(1, 0)], prior=(0, 1)), "prior must be finite and above 0"),
        (lambda: BetaBinomial([(1, 0)], prior=(1, 1, 1)), "prior must be one number or 2"),
        (lambda: BetaBinomial([(1, 0)], min_length=0), "min_length must be .* 1 or more, not 0"),
        (lambda: DirichletMultinomial([(1,)]), "two columns or more; for one .* GammaPoisson"),
        (lambda: DirichletMultinomial([("a", "b")]), "Counts must be numbers"),
        (lambda: DirichletMultinomial(np.zeros((0, 3))), "Counts are empty"),
        (lambda: GammaPoisson([1, 2], [1]), "2 counts but 1 exposures"),
        (lambda: GammaPoisson([1, 2], [1, -1]), "Exposures must be .* item 1"),
        (lambda: GammaPoisson([1, 2], [1, 0]), "need an exposure above 0"),
        (lambda: GammaPoisson([0, 0], [0, 0]), "need an exposure above 0"),
        (lambda: GammaPoisson([1, 2], rate=0), "rate must be finite and above 0"),
        (lambda: GammaPoisson([1, 2], shape=NAN), "shape must be finite and above 0"),
        (lambda: ArGaussian([1, math.inf]), "Values must be finite, or nan"),
        (lambda: ArGaussian([NAN, NAN]), "not all of them nan"),
        (lambda: ArGaussian([]), "Values are empty"),
        (lambda: ArGaussian([1, 2], phis=(0.5, 1)), r"phis must be .* inside \(-1, 1\)"),
        (lambda: ArGaussian([1, 2], phis=()), "phis must be one or more"),
        (lambda: ArGaussian([1, 2], k0=0), "k0 must be finite and above 0"),
        (lambda: evidence_of([[1, 2], [3]]), "Data must be numbers in a table of equal rows"),
        (lambda: evidence_of(np.zeros((2, 2, 2))), r"must have 1 or 2 dimension\(s\), not 3"),
        (lambda: evidence_of([]), "empty"),
    ],
)
def test_data_that_cannot_be_used_are_refused_with_the_reason(
    build: Callable[[], SegmentEvidence], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        build()
