package org.sweetspot.app;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.profile.MeasureCatalogue;
import picocli.CommandLine.Option;

/** Which measures to take. */
final class MeasureOptions {
  @Option(
      names = "--only",
      paramLabel = "ID",
      split = ",",
      description = "Only these measures, with commas between; 'sweetspot measures' lists them.")
  private List<String> only = new ArrayList<>();

  /** All of them if none is named. */
  List<Measure> chosen() {
    MeasureCatalogue catalogue = new MeasureCatalogue();
    for (String id : only) {
      if (!catalogue.ids().contains(id)) {
        throw new UserException(
            "--only",
            "ids of measures (" + String.join(", ", catalogue.ids()) + ")",
            id,
            Nearest.word(id, catalogue.ids())
                .map(word -> "did you mean " + word + "?")
                .orElse("sweetspot measures explains them"));
      }
    }
    return only.isEmpty() ? catalogue.all() : catalogue.choose(only);
  }
}
