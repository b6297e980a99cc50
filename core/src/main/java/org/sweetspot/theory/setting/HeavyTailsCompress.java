package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.vector.Draws;

/**
 * Keeping the largest tenth of a vector's entries. For normal entries the relative error tends to
 * sqrt(1 - 2 (z phi(z) + 0.05)) = 0.749, z the 95% quantile, at any length; for stable ones with
 * index below 2 it falls with the length, and with the index. Source: Barsbey et al. 2021, NeurIPS.
 */
public final class HeavyTailsCompress implements FormulaClaim {
  private static final double KEPT = 0.1;
  private static final int LONG = 200_000;
  private static final int SHORT = 1000;
  private static final int REPEATS = 30;

  @Override
  public Card card() {
    return new Card(
        "compressibility",
        "heavy tails are prunable, light ones are not",
        "keeping 10%: relative error 0.749 for normal entries; less, and falling with the size, for"
            + " heavier tails",
        "for vectors of independent entries; for networks it assumes the mean field and a"
            + " stationary law",
        "Barsbey, Sefidgaran, Erdogdu, Richard and Simsekli 2021, NeurIPS, arXiv 2106.03795");
  }

  /** The limit for normal entries. */
  static double normal() {
    NormalDistribution law = new NormalDistribution();
    double z = law.inverseCumulativeProbability(1 - KEPT / 2);
    return Math.sqrt(1 - 2 * (z * law.density(z) + KEPT / 2));
  }

  /** Norm of what pruning leaves out over the norm of all. */
  static double error(double[] entries) {
    double[] squares = Arrays.stream(entries).map(x -> x * x).sorted().toArray();
    int dropped = (int) Math.round((1 - KEPT) * squares.length);
    double left = 0;
    double all = 0;
    for (int i = 0; i < squares.length; i++) {
      all += squares[i];
      left += i < dropped ? squares[i] : 0;
    }
    return Math.sqrt(left / all);
  }

  @Override
  public Finding run(Seed seed) {
    List<Check> checks = new ArrayList<>();
    double gaussian = error(Draws.gaussian(seed.stream("normal"), LONG));
    checks.add(Check.equal("normal entries", normal(), gaussian, 0.01));
    List<Double> indices = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    double before = gaussian;
    for (double alpha : new double[] {1.8, 1.5, 1.2}) {
      double at = error(Draws.stable(seed.stream("stable/" + alpha), LONG, alpha));
      double few = 0;
      for (int i = 0; i < REPEATS; i++) {
        few += error(Draws.stable(seed.stream("short/" + alpha + "/" + i), SHORT, alpha)) / REPEATS;
      }
      checks.add(Check.atMost("index " + alpha + ", against lighter tails", before, at, 0));
      checks.add(Check.atMost("index " + alpha + ", against 200 times fewer entries", few, at, 0));
      before = at;
      indices.add(alpha);
      errors.add(at);
    }
    return new Finding(
        checks,
        List.of(
            new Curve(
                "relative error, keeping 10%",
                "tail index", indices, indices.stream().map(a -> normal()).toList(), errors)));
  }
}
