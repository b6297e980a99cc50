package org.sweetspot.control;

/**
 * What the change costs in test accuracy, in points (hundredths), and its two parts: gap =
 * underTraining + bias.
 *
 * @param points baseline minus changed
 * @param underTraining step-matched minus changed: what more steps at the changed setting give back
 * @param bias baseline minus step-matched: what stays when the number of steps is the same
 */
public record Gap(Interval points, Interval underTraining, Interval bias) {}
