package org.sweetspot.measure.tails;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.noise.GradientPass;
import org.sweetspot.random.RandomStream;

/**
 * The tail index of the gradient noise, pooled over coordinates, whole and layer by layer, beside
 * the same number of Gaussian noise with each coordinate's variance.
 *
 * <p>Noise of example i: g_i - g, g the mean over the measured examples; the coordinates of a group
 * are pooled, all of them or 2048 random ones. Coordinates without noise are left out. Two
 * estimators: sums of m consecutive examples ({@link org.sweetspot.statistics.StableIndex}), and
 * Hill's over the largest twentieth. Coordinates of different variance look heavy-tailed when
 * pooled whatever their law, and single examples are not independent coordinates; only the distance
 * from the control says anything. Cost: one visit of all gradients, shared, and as many Gaussian
 * numbers as there are pooled ones.
 */
public final class TailIndex implements Measure {
  private final TailEstimator estimator;

  private TailIndex(TailEstimator estimator) {
    this.estimator = estimator;
  }

  /** From the growth of sums. */
  public static TailIndex ofSums() {
    return new TailIndex(TailEstimator.SUMS);
  }

  /** Hill's. */
  public static TailIndex hill() {
    return new TailIndex(TailEstimator.HILL);
  }

  @Override
  public Card card() {
    boolean sums = estimator == TailEstimator.SUMS;
    return new Card(
        sums ? "tail-index" : "tail-hill",
        sums ? "tail index of the gradient noise" : "tail index of the gradient noise, Hill's",
        sums
            ? "Does the gradient noise add up like heavy-tailed noise, beyond what Gaussian noise"
                + " of the same variances does?"
            : "How heavy are the largest entries of the gradient noise, beyond what Gaussian noise"
                + " of the same variances shows?",
        "gradients of single examples",
        "2 is Gaussian, below it heavy-tailed, but only where the control says otherwise: pooled"
            + " coordinates of unequal variance, and few large examples, lower it too. Where"
            + " control and measurement agree, it shows nothing.",
        "",
        sums
            ? "Mohammadi, Mohammadpour and Ogata 2015; Simsekli, Sagun and Gurbuzbalaban 2019"
            : "Hill 1975");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return GradientPass.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double all = found.number("all");
    if (Double.isNaN(all) || found.nullControl("all").isEmpty()) {
      return Finding.READING;
    }
    return found.nullControl("all").map(NullControl::tells).orElse(false)
        ? Finding.of(TailFinding.GRADIENTS_HEAVY, all)
        : Finding.of(TailFinding.GRADIENTS_GAUSSIAN);
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    pass.requireNoise();
    RandomStream stream = context.sampling().stream(card().id() + "/gaussian");
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    List<double[][]> noises = new ArrayList<>();
    List<double[][]> controls = new ArrayList<>();
    List<NullControl> nulls = new ArrayList<>();
    for (int g = 0; g < pass.groups().size(); g++) {
      double[][] noise = NoiseColumns.moving(pass.noise(g));
      if (noise[0].length > 0) {
        double[][] control = NoiseColumns.gaussian(noise, stream);
        noises.add(noise);
        controls.add(control);
        String name = pass.groups().get(g).name();
        TailEstimator.Tail tail = estimator.of(noise);
        values.put(name, tail.alpha());
        errors.put(name, tail.error());
        nulls.add(estimator.of(control).beside(name, tail));
      }
    }
    if (noises.isEmpty()) {
      throw new NotApplicableException(
          "the gradients of all examples are equal: there is no noise");
    }
    double[][] pooled = NoiseColumns.beside(noises);
    TailEstimator.Tail all = estimator.of(pooled);
    TailEstimator.Tail control = estimator.of(NoiseColumns.beside(controls));
    values.put("all", all.alpha());
    errors.put("all", all.error());
    return Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            estimator.text(pooled),
            pass.conventions()
                .and(
                    Conventions.DEFINITION,
                    "noise g_i - mean, in the order of the batch; coordinates pooled, at most 2048"
                        + " random ones of a group, those without noise left out"))
        .withControl(
            verdict(all, control, nulls),
            Stream.concat(Stream.of(control.beside("all", all)), nulls.stream()).toList());
  }

  private static String verdict(
      TailEstimator.Tail all, TailEstimator.Tail control, List<NullControl> groups) {
    return String.format(
        Locale.ROOT,
        "Gaussian noise of the same variances: %.4f with error %.4f (all); %s; %d of %d groups"
            + " differ by more than two errors",
        control.alpha(),
        control.error(),
        all.differs(control)
            ? "the measurement differs from it by more than two errors"
            : "the measurement agrees with it and shows nothing",
        groups.stream().filter(NullControl::tells).count(),
        groups.size());
  }
}
