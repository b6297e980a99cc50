package org.sweetspot.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.generalization.study.MeasureStudy;
import org.sweetspot.generalization.study.Study;
import org.sweetspot.generalization.study.Verdict;

/** A study for a terminal: the verdict, then a line a measure. */
public final class StudyText {
  private StudyText() {}

  /**
   * The text.
   *
   * @param failures why runs failed, by name
   */
  public static String of(String name, Study study, Map<String, String> failures, int width) {
    Terminal terminal = new Terminal(width, false);
    terminal.paragraph(
        "Study "
            + name
            + ": "
            + study.table().size()
            + " runs on "
            + study.table().axes().size()
            + (study.table().axes().size() == 1 ? " axis." : " axes."),
        0);
    for (String sentence : Verdict.of(study)) {
      terminal.paragraph(sentence, 0);
    }
    terminal.blank();
    terminal.code(
        String.format(
            Locale.ROOT,
            "%-30s %6s %15s %6s %6s %6s %7s %7s",
            "measure",
            "tau",
            "95% interval",
            "Psi",
            "K",
            "sign",
            "partial",
            "regret"),
        0);
    for (MeasureStudy measure : study.measures()) {
      String mark =
          study.baselines().contains(measure.id())
              ? " (baseline)"
              : study.references().contains(measure.id()) ? " (labels)" : "";
      terminal.code(
          String.format(
              Locale.ROOT,
              "%-30s %6s %7s %7s %6s %6s %6s %7s %7s",
              measure.id() + mark,
              two(measure.tau().value()),
              two(measure.tau().low()),
              two(measure.tau().high()),
              two(measure.granulated().mean()),
              two(measure.information()),
              two(measure.signError().mean()),
              two(measure.partial()),
              Double.isNaN(measure.regret().mean())
                  ? "-"
                  : String.format(Locale.ROOT, "%.2f%%", 100 * measure.regret().mean())),
          0);
    }
    terminal.paragraph(
        "tau: Kendall's tau-a with the gap; Psi: granulated, one hyperparameter varying alone; K:"
            + " conditional mutual information; sign: mean sign error, 0.5 is chance; partial: tau"
            + " given the hyperparameters; regret: test error lost by choosing by it, "
            + chance(study)
            + " by chance; (labels): looks at held-out labels.",
        0);
    failures.entrySet().stream()
        .limit(3)
        .forEach(
            failure ->
                terminal.paragraph("Failed: " + failure.getKey() + ": " + failure.getValue(), 0));
    if (failures.size() > 3) {
      terminal.paragraph("And " + (failures.size() - 3) + " more failed.", 0);
    }
    return terminal.text();
  }

  private static String chance(Study study) {
    return study.measures().stream()
        .map(measure -> measure.regret().chance())
        .filter(Double::isFinite)
        .findFirst()
        .map(chance -> String.format(Locale.ROOT, "%.2f%%", 100 * chance))
        .orElse("unknown");
  }

  static String two(double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.2f", number);
  }

  /** A finding as JSON names it. */
  static String finding(MeasureStudy.Finding finding) {
    return finding.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A finding in words. */
  static String words(MeasureStudy.Finding finding) {
    return switch (finding) {
      case EXPLAINS -> "explains, better than the baselines";
      case NOT_BETTER -> "not shown better than the baselines";
      case CONFOUNDED -> "not where one hyperparameter varies alone";
      case NOT_SHOWN -> "cannot tell";
      case UNKNOWN -> "too few runs have it";
    };
  }

  /** The measures that a page draws: the strongest of each kind. */
  static List<MeasureStudy> drawn(Study study, int most) {
    return study.measures().stream()
        .filter(measure -> Double.isFinite(measure.tau().value()))
        .limit(most)
        .toList();
  }
}
