package org.sweetspot.diagnosis.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/**
 * Whether two launches make the same step.
 *
 * <p>Gradients and updates of the same update number are compared by their random projections. At
 * the first update, from the same weights, equal launches differ by rounding only; later updates
 * part by what rounding grows to, so that the first updates decide.
 *
 * @param answer what the comparison says
 * @param updates that both records looked at
 * @param cosine of the two updates, at the first one that both have
 * @param normRatio second over first norm of the update there
 * @param gradientCosine of the two gradients there
 * @param gradientRatio second over first norm of the gradient there
 * @param parts the first update at which the gradients part, NaN where none does
 * @param last cosine of the updates at the last one that both have
 * @param seeds cosine of successive gradients within the first launch: what other examples alone
 *     make of a step
 * @param factors in which the launches differ, what shapes the step most directly first
 */
public record Equivalence(
    Answer answer,
    int updates,
    double cosine,
    double normRatio,
    double gradientCosine,
    double gradientRatio,
    double parts,
    double last,
    double seeds,
    List<Factor> factors) {
  /** What a comparison can say. */
  public enum Answer {
    /** The same step, within rounding. */
    SAME,
    /** Not the same step. */
    DIFFERENT,
    /** The records have nothing to compare. */
    UNKNOWN
  }

  private static final double SAME_COSINE = 0.9995;
  private static final double SAME_RATIO = 0.01;
  private static final int EARLY = 16;

  /** Copies the list. */
  public Equivalence {
    factors = List.copyOf(factors);
  }

  /** The standard error of a cosine between unlike vectors that 251 projected numbers leave. */
  public static double cosineError() {
    return 1 / Math.sqrt(251);
  }

  /** Compares two records. */
  public static Equivalence of(RecordedRun first, RecordedRun second) {
    List<Factor> factors = Factors.between(first, second);
    boolean otherModel = factors.stream().anyMatch(one -> one.kind() == Factor.Kind.MODEL);
    List<Pair> pairs = otherModel ? List.of() : pairs(first, second);
    if (pairs.isEmpty()) {
      double none = Double.NaN;
      return new Equivalence(
          Answer.UNKNOWN, 0, none, none, none, none, none, none, seeds(first), factors);
    }
    double parts = Double.NaN;
    for (Pair pair : pairs) {
      boolean apart = !pair.same(Math.sqrt(pair.number()));
      if (apart && Double.isNaN(parts)) {
        parts = pair.step();
      }
    }
    Pair start = pairs.get(0);
    return new Equivalence(
        start.same(1) && !(parts <= 8) ? Answer.SAME : Answer.DIFFERENT,
        pairs.size(),
        start.update().cosine(),
        start.update().ratio(),
        start.gradient().cosine(),
        start.gradient().ratio(),
        parts,
        pairs.get(pairs.size() - 1).update().cosine(),
        seeds(first),
        factors);
  }

  private static double seeds(RecordedRun run) {
    double[] cosines = new double[Math.max(0, run.size() - 1)];
    for (int i = 0; i < cosines.length; i++) {
      Entry step = run.steps().get(i + 1);
      double size = step.number("gradient.norm") * run.steps().get(i).number("gradient.norm");
      cosines[i] = step.number("gradient.dot") / size;
    }
    return Series.median(Series.part(cosines, 0, EARLY));
  }

  private static List<Pair> pairs(RecordedRun first, RecordedRun second) {
    Map<Long, Entry> others = new TreeMap<>();
    second.steps().forEach(step -> others.put((long) step.number("step"), step));
    List<Pair> pairs = new ArrayList<>();
    for (Entry step : first.steps()) {
      Entry other = others.get((long) step.number("step"));
      if (other != null) {
        Pair pair =
            new Pair(
                step.number("step"),
                pairs.size() + 1,
                Likeness.of(step, other, "update"),
                Likeness.of(step, other, "gradient"));
        if (Double.isFinite(pair.gradient().cosine())) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  private record Pair(double step, int number, Likeness update, Likeness gradient) {
    /** Whether both are alike within rounding, which grows as the training goes on. */
    boolean same(double grown) {
      return alike(gradient, grown) && (alike(update, grown) || Double.isNaN(update.cosine()));
    }

    private static boolean alike(Likeness one, double grown) {
      return 1 - one.cosine() < (1 - SAME_COSINE) * grown
          && Math.abs(Math.log(one.ratio())) < SAME_RATIO * grown;
    }
  }

  private record Likeness(double cosine, double ratio) {
    static Likeness of(Entry one, Entry other, String what) {
      double[] a = one.sketch(what + ".sketch");
      double[] b = other.sketch(what + ".sketch");
      double dot = 0;
      double aa = 0;
      double bb = 0;
      for (int i = 0; i < Math.min(a.length, b.length); i++) {
        dot += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
      }
      double ratio = other.number(what + ".norm") / one.number(what + ".norm");
      return new Likeness(dot / Math.sqrt(aa * bb), Series.finite(ratio).length == 1 ? ratio : 1);
    }
  }
}
