package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * Synchronous training waits for the slowest of N workers. With M accumulations of mean mu and
 * deviation sigma each, the mean time of a step is about M mu + sqrt(M) sigma [(1 - g) q(1 - 1/N) +
 * g q(1 - 1/(e N))], q the normal quantile and g Euler's constant; a limit tau keeps about (1/M)
 * sum over m of Phi((tau - m mu)/(sqrt(m) sigma)) of the work. Source: Giladi et al. 2023, NeurIPS
 * (DropCompute).
 */
public final class Stragglers implements FormulaClaim {
  private static final int PARTS = 12;
  private static final double DEVIATION = 0.3;
  private static final int STEPS = 4000;
  private static final double EULER = 0.5772156649015329;
  private static final double TOLERANCE = 0.03;

  @Override
  public Card card() {
    return new Card(
        "stragglers",
        "dropping the slowest work: the gain can be computed",
        "step time M mu + sqrt(M) sigma E max; a limit tau keeps (1/M) sum Phi((tau - m"
            + " mu)/(sqrt(m) sigma))",
        "the formula of the maximum is 1% to 2% high; not for log-normal times",
        "Giladi, Gottlieb, Shkolnik, Karnieli, Banner, Hoffer, Levy and Soudry 2023, NeurIPS");
  }

  @Override
  public Finding run(Seed seed) {
    NormalDistribution law = new NormalDistribution();
    List<Check> checks = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (int workers : new int[] {16, 64, 256}) {
      double maximum =
          (1 - EULER) * law.inverseCumulativeProbability(1 - 1.0 / workers)
              + EULER * law.inverseCumulativeProbability(1 - 1 / (Math.E * workers));
      double slowest = PARTS + Math.sqrt(PARTS) * DEVIATION * maximum;
      double limit = PARTS + 0.5 * Math.sqrt(PARTS) * DEVIATION;
      double kept = 0;
      for (int m = 1; m <= PARTS; m++) {
        kept += law.cumulativeProbability((limit - m) / (Math.sqrt(m) * DEVIATION)) / PARTS;
      }
      double gain = slowest / limit * kept;
      double measured = simulate(workers, limit, seed.stream("times/" + workers));
      checks.add(
          Check.equal("gain with " + workers + " workers", gain, measured, TOLERANCE * gain));
      counts.add((double) workers);
      predicted.add(gain);
      found.add(measured);
    }
    return new Finding(
        checks, List.of(new Curve("gain in work a second", "workers", counts, predicted, found)));
  }

  /** Work a second with the limit over that without. */
  private static double simulate(int workers, double limit, RandomStream stream) {
    double[] slowest = new double[STEPS];
    double kept = 0;
    double limited = 0;
    for (int step = 0; step < STEPS; step++) {
      double worst = 0;
      for (int worker = 0; worker < workers; worker++) {
        double time = 0;
        for (int part = 0; part < PARTS; part++) {
          time += 1 + DEVIATION * stream.nextGaussian();
          kept += time <= limit ? 1 : 0;
        }
        worst = Math.max(worst, time);
      }
      slowest[step] = worst;
      limited += Math.min(limit, worst) / STEPS;
    }
    return Sample.mean(slowest) / limited * kept / ((double) STEPS * workers * PARTS);
  }
}
