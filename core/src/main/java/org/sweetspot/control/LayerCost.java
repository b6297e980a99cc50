package org.sweetspot.control;

import org.sweetspot.control.layer.Estimate;
import org.sweetspot.statistics.Interval;

/**
 * What it is predicted to cost to change one layer alone.
 *
 * @param layer its name
 * @param overNoise squared error of a batch gradient over that gradient's noise
 * @param bias the part of it that does not average out over batches and draws
 * @param along by which share the change lengthens the mean gradient along itself
 * @param lossRise how much the loss rises at the end of the baseline where the layer is changed
 * @param share of the sum over layers of overNoise
 * @param predicted share times the whole change's cost, in points of validation accuracy; its
 *     interval has the errors of both
 */
public record LayerCost(
    String layer,
    Estimate overNoise,
    Estimate bias,
    double along,
    Estimate lossRise,
    Estimate share,
    Interval predicted) {}
