package org.sweetspot.app;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.UsualMeasures;
import org.sweetspot.recipe.Spelling;
import picocli.CommandLine.Option;

/** Which measures to take. */
final class MeasureOptions {
  @Option(
      names = {"--measures", "--only"},
      paramLabel = "ID",
      split = ",",
      description =
          "These measures, with commas between; 'sweetspot measures' lists them. 'all' takes every"
              + " one; the usual ones, which cost little, if not given.")
  private List<String> named = new ArrayList<>();

  @Option(
      names = "--again",
      description = {
        "Measure a run again, also where its folder keeps the answers of an earlier measurement of"
            + " the",
        "same weights with the same settings, seed and program."
      })
  private boolean again;

  /** Whether to measure what was measured before. */
  boolean again() {
    return again;
  }

  /** Whether measures were asked for by name. */
  boolean areNamed() {
    return !named.isEmpty();
  }

  /** Those that were named; the usual ones if none is. */
  List<Measure> chosen() {
    return named.isEmpty() ? UsualMeasures.of(new MeasureCatalogue()) : all();
  }

  /** Those that were named; all of them if none is. */
  List<Measure> all() {
    MeasureCatalogue catalogue = new MeasureCatalogue();
    if (named.isEmpty() || named.equals(List.of("all"))) {
      return catalogue.all();
    }
    for (String id : named) {
      if (!catalogue.ids().contains(id)) {
        throw new UserException(
            "--measures",
            "ids of the " + catalogue.ids().size() + " measures that 'sweetspot measures' lists",
            id,
            Spelling.nearest(id, catalogue.ids())
                .map(word -> "did you mean " + word + "?")
                .orElse("see sweetspot measures, or leave it out for all"));
      }
    }
    return catalogue.choose(named);
  }
}
