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
    texts(
        Kind.OPTIMIZER,
        "optimizer",
        first.facts().text("optimizer"),
        second.facts().text("optimizer"));
    settings();
    texts(Kind.DROPOUT, "dropout", list(first, "dropout"), list(second, "dropout"));
    texts(Kind.DROPOUT, "mode", mode(first), mode(second));
    numbers(Kind.EXAMPLES, "examples an update", "examples");
    numbers(Kind.TOKENS, "tokens an update", "tokens");
    numbers(Kind.ACCUMULATION, "batches an update", "accumulation");
    numbers(Kind.CLIPPING, "limit", "clip.limit");
    rates();
    both(Kind.WEIGHTING, "largest over smallest weight of a row", spread(first), spread(second));
    both(Kind.LOSS_SCALE, "weights of all rows together", total(first), total(second));
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

  private void order() {
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
