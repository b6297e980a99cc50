package org.sweetspot.generalization.bound;

/**
 * The relative entropy of two coins, and its inverses: what turns an observed rate into a bound.
 *
 * <p>kl(q, p) = q ln(q/p) + (1-q) ln((1-q)/(1-p)) in nats, with 0 ln 0 = 0. The upper inverse is
 * the largest p with kl(q, p) at most c, the lower one the smallest. Each ratio is taken as ln(1 +
 * x) of the small difference, so that an error of rounding in kl near p = q costs p no more than a
 * unit of its last place or two; beyond that both inverses are rounded outward, since a bound that
 * is rounded inward holds no longer. Error: below 1e-12. Cost: 64 evaluations. Source: Langford
 * 2005, JMLR 6, section 3; Seeger 2002.
 */
public final class BinaryKl {
  /** Outward rounding, relative to the inverse: several times the rounding of kl itself. */
  private static final double OUTWARD = 4e-15;

  private BinaryKl() {}

  /** kl(q, p); infinite where p excludes what q has. */
  public static double kl(double q, double p) {
    requireRate("q", q);
    requireRate("p", p);
    // The difference is exact where p and q are close, and then the first orders cancel exactly.
    double difference = p - q;
    return part(q, difference, p) + part(1 - q, -difference, 1 - p);
  }

  /** q ln(q/p), p being q and the difference. */
  private static double part(double q, double difference, double p) {
    if (q == 0) {
      return 0;
    }
    double x = difference / q;
    return -q * (Math.abs(x) < 0.5 ? Math.log1p(x) : Math.log(p / q));
  }

  /**
   * The largest p with kl(q, p) at most c, rounded up.
   *
   * @param q the observed rate, in [0, 1]
   * @param c complexity over sample size, not negative; infinite gives 1
   */
  public static double upper(double q, double c) {
    requireRate("q", q);
    requireComplexity(c);
    if (q == 0) {
      return outward(-Math.expm1(-c), 1);
    }
    double inside = q;
    double outside = 1;
    for (double mid = middle(inside, outside);
        mid > inside && mid < outside;
        mid = middle(inside, outside)) {
      if (kl(q, mid) <= c) {
        inside = mid;
      } else {
        outside = mid;
      }
    }
    return outward(outside, 1);
  }

  /**
   * The smallest p with kl(q, p) at most c, rounded down. Resolved to the smallest positive number:
   * the search halves exponents, not lengths.
   *
   * @param q the observed rate, in [0, 1]
   * @param c complexity over sample size, not negative; infinite gives 0
   */
  public static double lower(double q, double c) {
    requireRate("q", q);
    requireComplexity(c);
    if (q == 1) {
      return outward(Math.exp(-c), -1);
    }
    double outside = 0;
    double inside = q;
    for (double mid = middle(outside, inside);
        mid > outside && mid < inside;
        mid = middle(outside, inside)) {
      if (kl(q, mid) <= c) {
        inside = mid;
      } else {
        outside = mid;
      }
    }
    return outward(outside, -1);
  }

  /** Between the two in the order of floating-point numbers, which is logarithmic. */
  private static double middle(double low, double high) {
    long from = Double.doubleToLongBits(low);
    return Double.longBitsToDouble(from + (Double.doubleToLongBits(high) - from) / 2);
  }

  private static double outward(double p, int direction) {
    return Math.max(0, Math.min(1, p * (1 + direction * OUTWARD)));
  }

  private static void requireRate(String name, double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "relative entropy of coins, " + name + ": expected a rate from 0 to 1, got " + rate);
    }
  }

  private static void requireComplexity(double c) {
    if (!(c >= 0)) {
      throw new IllegalArgumentException(
          "inverse of the relative entropy: expected a complexity of 0 or more, got " + c);
    }
  }
}
