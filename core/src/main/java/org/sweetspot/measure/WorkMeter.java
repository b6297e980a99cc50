package org.sweetspot.measure;

/** Counts the work that measures spend. */
public final class WorkMeter {
  private double gradients;
  private double hvps;

  WorkMeter() {}

  /**
   * Counts passes with a backward pass.
   *
   * @param passes in units of one pass over the measured examples
   */
  public void addGradients(double passes) {
    gradients += passes;
  }

  /**
   * Counts products.
   *
   * @param products Hessian or Gauss-Newton products over the measured examples
   */
  public void addProducts(double products) {
    hvps += products;
  }

  /** The counters now. */
  public Reading read() {
    return new Reading(gradients, hvps, System.nanoTime());
  }

  /** What was spent since then. */
  public Cost since(Reading reading) {
    return new Cost(
        gradients - reading.gradients,
        hvps - reading.hvps,
        (System.nanoTime() - reading.nanoseconds) * 1e-9);
  }

  /** The counters at one moment. */
  public record Reading(double gradients, double hvps, long nanoseconds) {}
}
