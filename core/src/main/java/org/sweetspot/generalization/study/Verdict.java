package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a study says, in sentences. */
public final class Verdict {
  private static final int SHOWN = 5;

  private Verdict() {}

  /** The sentences: what explains, what does not beat the baselines, what cannot be told. */
  public static List<String> of(Study study) {
    List<String> sentences = new ArrayList<>();
    StudyTable table = study.table();
    if (table.size() < table.expected()) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "%d of %d runs are there; what is missing is left out of every number.",
              table.size(),
              table.expected()));
    }
    List<MeasureStudy> others = study.judged();
    List<MeasureStudy> explaining = with(others, MeasureStudy.Finding.EXPLAINS);
    if (explaining.isEmpty()) {
      sentences.add(
          "On this grid no measure is shown to explain generalization better than the baselines "
              + String.join(", ", study.baselines())
              + ".");
    } else {
      sentences.add(
          "On this grid generalization is explained, beyond the baselines and wherever one"
              + " hyperparameter varies alone, by "
              + list(explaining)
              + ".");
    }
    study.measures().stream()
        .filter(measure -> study.baselines().contains(measure.id()))
        .findFirst()
        .ifPresent(
            best ->
                sentences.add(
                    String.format(
                        Locale.ROOT,
                        "The best baseline is %s, with a tau of %.2f (95%% interval %.2f to %.2f).",
                        best.id(),
                        best.tau().value(),
                        best.tau().low(),
                        best.tau().high())));
    add(
        sentences,
        with(others, MeasureStudy.Finding.NOT_BETTER),
        "Goes along with the gap, but not shown to do so better than the baselines: ");
    add(
        sentences,
        with(others, MeasureStudy.Finding.CONFOUNDED),
        "Goes along with the gap over all runs, but not wherever one hyperparameter varies alone or"
            + " a value is left out, so that it may only follow the hyperparameters: ");
    int silent =
        with(others, MeasureStudy.Finding.NOT_SHOWN).size()
            + with(others, MeasureStudy.Finding.UNKNOWN).size();
    if (silent > 0) {
      sentences.add(
          "Cannot be told here, since the interval holds zero, chance among so many measures may"
              + " have made it, or too few runs have it: "
              + silent
              + (silent == 1 ? " measure." : " measures."));
    }
    return sentences;
  }

  private static void add(List<String> sentences, List<MeasureStudy> measures, String words) {
    if (!measures.isEmpty()) {
      sentences.add(words + list(measures) + ".");
    }
  }

  private static List<MeasureStudy> with(
      List<MeasureStudy> measures, MeasureStudy.Finding finding) {
    return measures.stream().filter(measure -> measure.finding() == finding).toList();
  }

  private static String list(List<MeasureStudy> measures) {
    String shown =
        measures.stream()
            .limit(SHOWN)
            .map(
                measure ->
                    String.format(Locale.ROOT, "%s (%.2f)", measure.id(), measure.tau().value()))
            .collect(Collectors.joining(", "));
    return measures.size() > SHOWN ? shown + " and " + (measures.size() - SHOWN) + " more" : shown;
  }
}
