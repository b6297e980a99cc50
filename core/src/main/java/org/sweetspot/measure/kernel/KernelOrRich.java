package org.sweetspot.measure.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * Did the network learn features, or did it move like a linear model around its start?
 *
 * <p>"kernel-movement": 1 - &lt;K_0, K_t&gt; / (||K_0|| ||K_t||), K_0 at the initial weights, K_t
 * now: the index, 0 in the kernel regime; "weight-movement": ||w - w0|| / ||w0||; "alignment-gain":
 * centred alignment with the labels now minus at the start. Error: jackknife over blocks of
 * examples; the weight movement is exact. Cost: two kernels, one of them shared, and a third for
 * the control. Source: Chizat, Oyallon and Bach 2019; Fort et al. 2020, section 3; Geiger et al.
 * 2020.
 */
public final class KernelOrRich implements Measure {
  private static final double KERNEL = 0.1;
  private static final double RICH = 0.5;

  @Override
  public Card card() {
    return new Card(
        "kernel-or-rich",
        "kernel or rich regime",
        "Did the network learn features, or did it move like a linear model around its start?",
        "gradients of outputs, and the initial weights",
        "kernel-movement below 0.1 is the kernel (lazy) regime, above 0.5 the rich one, between"
            + " them neither: our own limits, meant for orientation. alignment-gain above 0 says"
            + " that the movement was towards the labels. Small steps, wide layers and large"
            + " initial weights lead to the kernel regime.",
        "",
        "Chizat, Oyallon and Bach 2019; Fort et al. 2020, section 3");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    ExampleKernel.requireInitial(context);
    List<Work> works = new ArrayList<>();
    works.addAll(ExampleKernel.work(context, ExampleKernel.CURRENT));
    works.addAll(ExampleKernel.work(context, "tangent kernel at the start"));
    works.addAll(ExampleKernel.work(context, "tangent kernel at another start (control)"));
    return works;
  }

  @Override
  public Finding judge(Measurement found) {
    double movement = found.number("kernel-movement");
    double error = found.margin("kernel-movement");
    if (Double.isNaN(movement)) {
      return Finding.READING;
    }
    return Finding.of(
        regime(movement - 2 * error) == regime(movement + 2 * error)
            ? regime(movement)
            : KernelFinding.REGIME_NOT_SHOWN);
  }

  @Override
  public Answer answer(MeasureContext context) {
    ParameterVector start = ExampleKernel.requireInitial(context);
    double length = start.norm();
    if (!(length > 0) || !Double.isFinite(length)) {
      throw new UndefinedException(
          "initial weights: expected a finite norm above zero, got " + length);
    }
    double moved;
    try (ParameterVector difference = context.subject().problem().parameters().copy()) {
      moved = difference.add(-1, start).norm() / length;
    }
    ExampleKernel before = ExampleKernel.initial(context);
    ExampleKernel now = ExampleKernel.current(context);
    double movement = movement(before, now, now.all());
    double gain = gain(before, now, now.all());
    double error = now.error(rows -> movement(before, now, rows));
    double unrelated = unrelated(context, before);
    return Answer.estimate(
            named(movement, moved, gain),
            named(error, 0, now.error(rows -> gain(before, now, rows))),
            words(regime(movement))
                + "; kernels exact for these examples; standard error by a jackknife over "
                + now.blocks()
                + " blocks of examples",
            ExampleKernel.conventions(context)
                .and(
                    Conventions.DEFINITION,
                    "both kernels with the buffers (running statistics) of now"))
        .withControl(
            Sentence.of(
                "another start (the initial weights shuffled within each tensor) has a kernel at"
                    + " %.4f from this start's",
                unrelated),
            new NullControl(
                "kernel-movement",
                "another start",
                unrelated,
                0,
                Math.abs(movement - unrelated) > 2 * error));
  }

  private static KernelFinding regime(double movement) {
    return movement < KERNEL
        ? KernelFinding.LAZY
        : movement > RICH ? KernelFinding.RICH : KernelFinding.BETWEEN;
  }

  private static String words(KernelFinding regime) {
    return switch (regime) {
      case LAZY -> "in the kernel (lazy) regime: the kernel kept its direction";
      case RICH -> "in the rich regime: the kernel turned, features were learned";
      default -> "between kernel and rich regime";
    };
  }

  private static double movement(ExampleKernel before, ExampleKernel now, int[] rows) {
    return 1 - Alignment.cosine(before.part(rows), now.part(rows));
  }

  private static double gain(ExampleKernel before, ExampleKernel now, int[] rows) {
    return KernelAlignment.centred(now, rows) - KernelAlignment.centred(before, rows);
  }

  /** Two starts that share nothing but the sizes of their weights. */
  private static double unrelated(MeasureContext context, ExampleKernel before) {
    try (ParameterVector other = shuffled(context)) {
      ExampleKernel unrelated = ExampleKernel.of(context, other);
      return movement(before, unrelated, before.all());
    }
  }

  private static ParameterVector shuffled(MeasureContext context) {
    RandomStream stream = context.sampling().stream("kernel-or-rich/shuffled");
    ParameterVector start = ExampleKernel.requireInitial(context);
    ParameterVector other = start.copy();
    for (ParameterGroup group : start.space().groups()) {
      try (ParameterVector from = start.view(group);
          ParameterVector to = other.view(group)) {
        to.set(from.gather(stream.permutation(Math.toIntExact(group.size()))));
      }
    }
    return other;
  }

  private static Value named(double movement, double moved, double gain) {
    return Value.Named.of(
        Map.of("kernel-movement", movement, "weight-movement", moved, "alignment-gain", gain));
  }
}
