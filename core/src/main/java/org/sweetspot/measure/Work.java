package org.sweetspot.measure;

/**
 * A piece of work that an answer needs; equal names are the same work, done once for all measures.
 *
 * @param name in plain words, for instance "linearization of the gradient"
 * @param gradients passes over the measured data with a backward pass, at most
 * @param hvps Hessian or Gauss-Newton products over the measured data, at most
 * @param bytes held at once, about
 */
public record Work(String name, double gradients, double hvps, long bytes) {
  /** Work with no more than forward passes. */
  public static Work forward(String name) {
    return new Work(name, 0, 0, 0);
  }
}
