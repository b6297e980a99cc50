package org.sweetspot.control;

/**
 * What the change costs in test accuracy, in points (hundredths), and its two parts: points = steps
 * + atEqualSteps.
 *
 * @param points baseline minus changed
 * @param steps step-matched minus changed: what the other number of steps accounts for. A larger
 *     batch has fewer steps and this is under-training; a smaller one has more
 * @param atEqualSteps baseline minus step-matched: what stays when the number of steps is the same
 */
public record Gap(Interval points, Interval steps, Interval atEqualSteps) {}
