package org.sweetspot.diagnosis.launch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sweetspot.diagnosis.launch.Factor.Kind;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** In what two recorded launches differ, as far as their records tell. */
final class Factors {
  private static final int FIRST = 8;
  private static final double ALIKE = 1e-3;

  private final RecordedRun first;
  private final RecordedRun second;
  private final List<Factor> found = new ArrayList<>();

  private Factors(RecordedRun first, RecordedRun second) {
    this.first = first;
    this.second = second;
  }

  static List<Factor> between(RecordedRun first, RecordedRun second) {
    Factors factors = new Factors(first, second);
    factors.look();
    return factors.found.stream().sorted(Comparator.comparing(Factor::kind)).toList();
  }

  private void look() {
    texts(Kind.MODEL, "parameters", shapes(first), shapes(second));
    texts(Kind.PRECISION, "weights", types(first), types(second));
    texts(Kind.PRECISION, "autocast", autocast(first), autocast(second));
    layers();
    start();
    texts(
        Kind.OPTIMIZER,
        "optimizer",
        first.facts().text("optimizer"),
        second.facts().text("optimizer"));
    // Of two kinds of optimizer neither rates nor settings compare.
    boolean comparable = found.stream().noneMatch(one -> one.kind() == Kind.OPTIMIZER);
    if (comparable) {
      settings();
      rates();
    }
    texts(Kind.DROPOUT, "dropout", list(first, "dropout"), list(second, "dropout"));
    texts(Kind.DROPOUT, "mode", mode(first), mode(second));
    numbers(Kind.EXAMPLES, "examples an update", "examples");
    numbers(Kind.TOKENS, "tokens an update", "tokens");
    numbers(Kind.ACCUMULATION, "batches an update", "accumulation");
    if (first.facts().flag("batchNormalization").orElse(false)) {
      both(Kind.STATISTICS, "examples that it is taken over", together(first), together(second));
    }
    numbers(Kind.CLIPPING, "limit", "clip.limit");
    numbers(Kind.CLIPPING, "limit of a value", "clip.value");
    both(Kind.WEIGHTING, "largest over smallest weight of a row", spread(first), spread(second));
    if (!loss()) {
      both(Kind.LOSS_SCALE, "weights of all rows together", total(first), total(second));
    }
    if (found.stream().noneMatch(one -> one.kind() == Kind.EXAMPLES)) {
      order();
    }
    double one = first.facts().number("seed");
    double other = second.facts().number("seed");
    if (one != other && Double.isFinite(one) && Double.isFinite(other)) {
      add(Kind.SEED, "seed", words(one), words(other));
    }
  }

  private void add(Kind kind, String name, String one, String other) {
    found.add(new Factor(kind, name, one, other));
  }

  private void texts(Kind kind, String name, String one, String other) {
    if (!one.equals(other)) {
      add(kind, name, one.isEmpty() ? "none" : one, other.isEmpty() ? "none" : other);
    }
  }

  private void both(Kind kind, String name, double one, double other) {
    boolean onlyOne = Double.isNaN(one) != Double.isNaN(other) && kind == Kind.CLIPPING;
    if (onlyOne || Math.abs(one - other) > 0.02 * Math.max(Math.abs(one), Math.abs(other))) {
      add(kind, name, words(one), words(other));
    }
  }

  private void numbers(Kind kind, String name, String path) {
    both(kind, name, early(first, path), early(second, path));
  }

  private void settings() {
    List<Entry> ones = first.facts().entries("groups");
    List<Entry> others = second.facts().entries("groups");
    for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
      setting(Kind.DECAY, ones.get(i), others.get(i), "weight_decay");
      for (String name : new String[] {"momentum", "dampening", "eps", "alpha"}) {
        setting(Kind.OPTIMIZER, ones.get(i), others.get(i), name);
      }
      for (String name : new String[] {"nesterov", "amsgrad", "maximize", "centered"}) {
        boolean mine = ones.get(i).flag(name).orElse(false);
        boolean theirs = others.get(i).flag(name).orElse(false);
        if (mine != theirs) {
          add(Kind.OPTIMIZER, name, Boolean.toString(mine), Boolean.toString(theirs));
        }
      }
      double[] betas = ones.get(i).numbers("betas");
      double[] theirs = others.get(i).numbers("betas");
      for (int k = 0; k < Math.min(betas.length, theirs.length); k++) {
        if (betas[k] != theirs[k]) {
          add(Kind.OPTIMIZER, "beta" + (k + 1), words(betas[k]), words(theirs[k]));
        }
      }
    }
  }

  private void setting(Kind kind, Entry one, Entry other, String name) {
    double mine = one.number(name);
    double theirs = other.number(name);
    if (mine != theirs && Double.isFinite(mine) && Double.isFinite(theirs)) {
      add(kind, name, words(mine), words(theirs));
    }
  }

  private void rates() {
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      double one = Series.largest(first.steps().get(i).numbers("rate"));
      double other = Series.largest(second.steps().get(i).numbers("rate"));
      if (Math.abs(one - other) > ALIKE * Math.max(one, other)) {
        add(
            Kind.RATE,
            "rate at update " + words(first.steps().get(i).number("step")),
            words(one),
            words(other));
        return;
      }
    }
  }

  /** The first layer that is another one. */
  private void layers() {
    List<String> ones = first.facts().texts("layers");
    List<String> others = second.facts().texts("layers");
    for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
      if (!ones.get(i).equals(others.get(i))) {
        add(Kind.LAYERS, "layer " + (i + 1), ones.get(i), others.get(i));
        return;
      }
    }
  }

  private void start() {
    double[] one = first.facts().sketch("start.sketch");
    double[] other = second.facts().sketch("start.sketch");
    double difference = 0;
    double size = 0;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      difference += (one[i] - other[i]) * (one[i] - other[i]);
      size += one[i] * one[i];
    }
    // Weights in another number format differ by its rounding.
    if (difference > 1e-4 * size) {
      add(
          Kind.START,
          "norm of the weights",
          words(first.facts().number("start.norm")),
          words(second.facts().number("start.norm")));
    }
  }

  /** Whether another function is minimized: how the gradient fits that of the cross-entropy. */
  private boolean loss() {
    double one = fit(first);
    double other = fit(second);
    boolean rounded = found.stream().anyMatch(known -> known.kind() == Kind.PRECISION);
    boolean differ = Math.abs(one - other) > (rounded ? 1e-2 : 1e-5);
    if (differ) {
      add(
          Kind.LOSS,
          "cosine with the mean cross-entropy or squared error",
          words(one),
          words(other));
    }
    return differ;
  }

  private static double fit(RecordedRun run) {
    return Series.smallest(Series.part(run.batches("probe.cosine"), 0, FIRST));
  }

  /** Whether the same labels come with inputs of another mean or deviation. */
  private boolean scaled() {
    List<Entry> ones = batches(first);
    List<Entry> others = batches(second);
    int known = 0;
    int scaled = 0;
    for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
      double[] mine = ones.get(i).numbers("inputs");
      double[] theirs = others.get(i).numbers("inputs");
      if (mine.length == 3 && theirs.length == 3) {
        known++;
        boolean labels = ones.get(i).number("labelEntropy") == others.get(i).number("labelEntropy");
        double apart = Math.abs(mine[0] - theirs[0]) + Math.abs(mine[1] - theirs[1]);
        scaled += labels && apart > 0.01 * Math.max(mine[1], theirs[1]) ? 1 : 0;
      }
    }
    if (known >= 4 && scaled > 0.8 * known) {
      add(Kind.INPUTS, "mean and deviation", inputs(ones.get(0)), inputs(others.get(0)));
      return true;
    }
    return false;
  }

  private static String inputs(Entry batch) {
    double[] numbers = batch.numbers("inputs");
    return words(numbers[0]) + " and " + words(numbers[1]);
  }

  private static List<Entry> batches(RecordedRun run) {
    return run.looked().stream()
        .limit(FIRST)
        .flatMap(step -> step.entries("micro").stream())
        .toList();
  }

  private void order() {
    if (scaled()) {
      return;
    }
    int known = 0;
    int other = 0;
    int firstOther = 0;
    for (int i = 0; i < Math.min(FIRST, Math.min(first.size(), second.size())); i++) {
      String mine = first.steps().get(i).text("batch");
      String theirs = second.steps().get(i).text("batch");
      if (!mine.isEmpty() && !theirs.isEmpty()) {
        known++;
        if (!mine.equals(theirs)) {
          firstOther = other == 0 ? i + 1 : firstOther;
          other++;
        }
      }
    }
    if (known > 0 && other > 0) {
      add(Kind.ORDER, "examples of update " + firstOther, "these", "others");
    }
  }

  /** Examples of one forward pass. */
  private static double together(RecordedRun run) {
    return early(run, "examples") / early(run, "accumulation");
  }

  private static double early(RecordedRun run, String path) {
    double[] all = run.series(path);
    return Series.median(Series.part(all, 0, FIRST));
  }

  private static double spread(RecordedRun run) {
    double[] ratios =
        run.steps().stream()
            .limit(FIRST)
            .mapToDouble(
                step -> {
                  double[] weights = weights(step);
                  return weights.length == 0
                      ? Double.NaN
                      : Series.largest(weights) / Series.smallest(weights);
                })
            .toArray();
    return Series.median(ratios);
  }

  private static double[] weights(Entry step) {
    return step.entries("micro").stream()
        .filter(batch -> batch.number("probe.cosine") > 0.9)
        .mapToDouble(batch -> batch.number("probe.weight"))
        .toArray();
  }

  private static double total(RecordedRun run) {
    double[] sums =
        run.steps().stream()
            .limit(FIRST)
            .filter(step -> weights(step).length > 0)
            .mapToDouble(
                step ->
                    step.entries("micro").stream()
                        .mapToDouble(
                            batch -> batch.number("probe.weight") * batch.number("probe.rows"))
                        .sum())
            .toArray();
    return Series.median(sums);
  }

  private static String shapes(RecordedRun run) {
    return run.facts().entries("parameters").stream()
        .map(one -> one.text("name") + list(one, "shape"))
        .collect(Collectors.joining(", "));
  }

  private static String types(RecordedRun run) {
    Set<String> types = new TreeSet<>();
    run.facts().entries("parameters").forEach(one -> types.add(one.text("type")));
    return String.join(", ", types);
  }

  private static String autocast(RecordedRun run) {
    return run.steps().stream().anyMatch(step -> step.flag("autocast").orElse(false))
        ? "on"
        : "off";
  }

  private static String mode(RecordedRun run) {
    boolean evaluating =
        run.steps().stream().limit(FIRST).anyMatch(step -> !step.flag("training").orElse(true));
    return evaluating ? "evaluation" : "training";
  }

  private static String list(RecordedRun run, String path) {
    return list(run.facts(), path);
  }

  private static String list(Entry entry, String path) {
    StringBuilder text = new StringBuilder();
    for (double one : entry.numbers(path)) {
      text.append(text.length() > 0 ? " x " : " ").append(words(one));
    }
    return text.toString().strip();
  }

  private static String words(double value) {
    return Double.isNaN(value)
        ? "none"
        : value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : String.format(Locale.ROOT, "%.4g", value);
  }
}
