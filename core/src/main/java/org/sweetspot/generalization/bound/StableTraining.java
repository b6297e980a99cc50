package org.sweetspot.generalization.bound;

/**
 * What uniform stability needs to know of a training by plain stochastic gradient descent.
 *
 * @param lipschitz largest slope of an example's loss; not known where it is not finite
 * @param smoothness largest curvature of an example's loss
 * @param largestRate of any update
 * @param rates sum of the rates of all updates
 * @param examples n
 * @param convex whether the loss is convex in the weights
 */
public record StableTraining(
    double lipschitz,
    double smoothness,
    double largestRate,
    double rates,
    int examples,
    boolean convex) {}
