package org.sweetspot.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sweetspot.monitor.MonitorCatalogue;
import org.sweetspot.monitor.MonitorView;
import org.sweetspot.monitor.Monitoring;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Spelling;
import picocli.CommandLine.Option;

/** What to measure while a training runs, and how much of its time that may cost. */
final class MonitorOptions {
  private static final String ALL = "all";

  private final LongSupplier nanoClock;

  @Option(
      names = "--monitor",
      paramLabel = "ID",
      split = ",",
      description = {
        "Measure these while training, with commas between, or all: sharpness, batch-sharpness,",
        "noise-scale, margin, gradient-norm, step-length, step-angle, distance, weight-norm,",
        "effective-rate, rounding, code-flips, mask-overlap. Weights come out bit by bit as"
            + " without."
      })
  private List<String> monitors = new ArrayList<>();

  @Option(
      names = "--overhead",
      paramLabel = "SHARE",
      description = "Most time for monitors, as a share of the training's own; 5%% if not given.")
  private String overhead = "5%";

  @Option(
      names = "--live",
      description = "Show loss, accuracy and what monitors find, redrawn in place on a terminal.")
  private boolean live;

  MonitorOptions() {
    this(Surroundings.USUAL.nanoClock());
  }

  MonitorOptions(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Whether to show what happens in place of a progress bar. */
  boolean live() {
    return live;
  }

  /** Complains about what can't be meant, before any work begins. */
  void check() {
    share();
    for (String id : ids()) {
      if (!MonitorCatalogue.ids().contains(id)) {
        throw new UserException(
            "--monitor",
            "all, or ids of monitors (" + String.join(", ", MonitorCatalogue.ids()) + ")",
            id,
            Spelling.nearest(id, MonitorCatalogue.ids())
                .map(word -> "did you mean " + word + "?")
                .orElse("name them with commas between"));
      }
    }
  }

  /** The monitors asked for; none also where only the live view is wanted. */
  Optional<Monitoring> monitoring(Recipe recipe, MonitorView view) {
    if (monitors.isEmpty() && !live) {
      return Optional.empty();
    }
    return Optional.of(
        new Monitoring(
            MonitorCatalogue.choose(ids()),
            share(),
            recipe,
            new Seed(recipe.seed()),
            view,
            nanoClock));
  }

  private List<String> ids() {
    return monitors.contains(ALL) ? MonitorCatalogue.ids() : monitors;
  }

  private double share() {
    String text = overhead.strip();
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1).strip() : text;
    if (number.matches("[0-9]{1,4}(\\.[0-9]{1,6})?")) {
      double share = Double.parseDouble(number) / (percent ? 100 : 1);
      if (share > 0 && share <= 1) {
        return share;
      }
    }
    throw new UserException(
        "--overhead",
        "a share of the training's time above 0 and at most 100%",
        overhead,
        String.format(Locale.ROOT, "give for instance --overhead %s", "5%"));
  }
}
