package org.sweetspot.measure;

/**
 * Work spent on an answer.
 *
 * @param gradients passes over the measured data with a backward pass
 * @param hvps Hessian or Gauss-Newton products over the measured data
 * @param seconds of wall clock
 */
public record Cost(double gradients, double hvps, double seconds) {}
