package org.sweetspot.monitor;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.problem.Problem;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterGroup;

/**
 * Which share of the weights changes its code in the format of the forward product in one update,
 * and which share changes back in the next: weights oscillate between two codes late in a quantized
 * training (TetraJet-v2, ICML 2026). A code is a quantized number over the largest that its scale
 * can hold, so that a scale that moves changes none; the draws of a random format are the same at
 * every reading. Exact. Cost: three roundings of the weights; memory: three of them in Java.
 */
final class CodeFlipMonitor implements Monitor {
  /** Codes beside each other differ by more. */
  private static final float SAME = 1e-5f;

  private final Deque<float[]> codes = new ArrayDeque<>();
  private long last = -1;

  @Override
  public String id() {
    return "code-flips";
  }

  @Override
  public String question() {
    return "How many weights change their code in an update, and back in the next?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "weights of quantized layers in the forward product's format; flips: share whose code"
        + " differs after an update; back: share that changed in one update and has its old code"
        + " after the next; exact";
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    Operands formats =
        watched
            .training()
            .precision()
            .operands()
            .filter(operands -> operands.of(Operand.FORWARD_WEIGHT).isPresent())
            .orElseThrow(
                () ->
                    new NotApplicableException(
                        "needs a training whose weights are quantized in the forward product"
                            + " (training.precision)"));
    if (report.step() != last + 1) {
      codes.clear();
    }
    last = report.step();
    codes.addLast(codes(watched.problem(), formats));
    if (codes.size() < 3) {
      return Optional.empty();
    }
    Iterator<float[]> three = codes.iterator();
    MonitorSample sample = compared(three.next(), three.next(), three.next());
    codes.clear();
    last = -1;
    return Optional.of(sample);
  }

  private static MonitorSample compared(float[] first, float[] second, float[] third) {
    int flips = 0;
    int back = 0;
    for (int i = 0; i < first.length; i++) {
      boolean changed = differ(first[i], second[i]);
      flips += changed ? 1 : 0;
      back += changed && !differ(first[i], third[i]) ? 1 : 0;
    }
    return MonitorSample.of(
        Map.of(
            "flips", Figure.exact((double) flips / first.length),
            "back", Figure.exact((double) back / first.length)));
  }

  private static boolean differ(float a, float b) {
    return Math.abs(a - b) > SAME * Math.max(Math.abs(a), Math.abs(b));
  }

  /** The codes of all weights that are quantized, one layer after another. */
  private static float[] codes(Problem problem, Operands formats) {
    Quantizer quantizer = formats.of(Operand.FORWARD_WEIGHT).orElseThrow();
    double[] weights = problem.parameters().toArray();
    FloatBuffer all = FloatBuffer.allocate(weights.length);
    for (ParameterGroup group : problem.space().groups()) {
      boolean matrix = group.role() == ParameterGroup.Role.WEIGHT && group.shape().size() >= 2;
      if (matrix && group.size() > 0 && !formats.keeps(group.name())) {
        all.put(codes(rows(weights, group), Math.toIntExact(group.shape().get(1)), quantizer));
      }
    }
    if (all.position() == 0) {
      throw new NotApplicableException("needs a layer that is quantized");
    }
    float[] codes = new float[all.position()];
    all.get(0, codes);
    return codes;
  }

  private static float[] codes(float[] values, int inputs, Quantizer quantizer) {
    FloatBuffer limits = FloatBuffer.allocate(values.length);
    quantizer.limits(FloatBuffer.wrap(values), limits, inputs);
    float[] codes = quantizer.of(values, inputs, new Draws(0, 0));
    for (int i = 0; i < codes.length; i++) {
      float limit = limits.get(i);
      codes[i] = limit > 0 && limit < Float.POSITIVE_INFINITY ? codes[i] / limit : codes[i];
    }
    return codes;
  }

  /** Inputs innermost, as products sum over them: of a kernel, those of a place in a row. */
  private static float[] rows(double[] weights, ParameterGroup group) {
    int start = Math.toIntExact(group.offset());
    int out = Math.toIntExact(group.shape().get(0));
    int in = Math.toIntExact(group.shape().get(1));
    int places = Math.toIntExact(group.size() / out / in);
    float[] rows = new float[Math.toIntExact(group.size())];
    for (int i = 0; i < rows.length; i++) {
      int place = i / in % places;
      int row = i / in / places;
      rows[i] = (float) weights[start + (row * in + i % in) * places + place];
    }
    return rows;
  }

  @Override
  public void close() {
    codes.clear();
    last = -1;
  }
}
