package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.invariant.Invariant;
import org.sweetspot.control.invariant.InvariantCatalogue;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/** The registered invariants of three recipes side by side, and which of them the plan holds. */
final class Invariants {
  private static final double HELD_WITHIN = 1.5;

  private final Change change;
  private final Readings readings;

  Invariants(Change change, Readings readings) {
    this.change = change;
    this.readings = readings;
  }

  List<InvariantRow> table(Recipe baseline, Recipe changed, Recipe controlled) {
    List<InvariantRow> table = new ArrayList<>();
    for (Invariant invariant : InvariantCatalogue.all()) {
      if (invariant.applies(List.of(baseline, changed, controlled))) {
        InvariantRow row = row(invariant, baseline, changed, controlled);
        if (!Double.isNaN(row.baseline() + row.changed() + row.controlled())) {
          table.add(row); // What was not measured fixes nothing.
        }
      }
    }
    return table;
  }

  private InvariantRow row(
      Invariant invariant, Recipe baseline, Recipe changed, Recipe controlled) {
    double before = invariant.of(baseline, change, readings);
    double after = invariant.of(controlled, change, readings);
    boolean held = before == after || Math.abs(Math.log(after / before)) <= Math.log(HELD_WITHIN);
    return new InvariantRow(
        invariant.card().name(),
        invariant.card().meaning(),
        invariant.card().unit(),
        before,
        invariant.of(changed, change, readings),
        after,
        held,
        held
            ? "held within a factor of " + HELD_WITHIN
            : format(Locale.ROOT, "%s times the baseline", Figures.three(after / before)));
  }
}
