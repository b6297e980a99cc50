package org.sweetspot.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.BoundCard;
import org.sweetspot.generalization.bound.BoundKind;

/** What the rules say, for a terminal: the best certified number first. */
public final class BoundsText {
  private BoundsText() {}

  /**
   * The text.
   *
   * @param target what the bounds are of
   * @param truth the error to compare with; null where there is none
   */
  public static String of(
      String target, double delta, @Nullable Double truth, List<BoundAnswer> answers, int width) {
    Terminal terminal = new Terminal(width, false);
    List<Bound> given =
        answers.stream().filter(Bound.class::isInstance).map(Bound.class::cast).toList();
    Optional<Bound> best =
        given.stream()
            .filter(bound -> bound.card().kind() == BoundKind.CERTIFIED)
            .filter(bound -> bound.card().bounds().equals(BoundCard.ERROR) && !bound.isVacuous())
            .min(Comparator.comparingDouble(Bound::value));
    terminal.paragraph(
        best.map(
                bound ->
                    target
                        + ": errs on at most "
                        + percent(bound.value())
                        + " of new examples, with confidence "
                        + Numbers.percent(1 - bound.confidence().delta())
                        + " ("
                        + bound.card().title()
                        + "), if "
                        + String.join(" and ", bound.card().assumptions())
                        + ".")
            .orElse(target + ": no certified bound on its error says anything here."),
        0);
    if (truth != null) {
      terminal.paragraph(
          "Observed on held-out examples: " + Numbers.fixed(100 * truth, 3) + "%.", 0);
    }
    for (BoundKind kind : BoundKind.values()) {
      List<Bound> ofKind = given.stream().filter(bound -> bound.card().kind() == kind).toList();
      if (!ofKind.isEmpty()) {
        terminal.paragraph(heading(kind, delta), 0);
        ofKind.forEach(bound -> bound(terminal, bound));
      }
    }
    for (BoundAnswer answer : answers) {
      if (answer instanceof BoundAnswer.Refused refused) {
        terminal.paragraph("Refused, " + refused.card().title() + ": " + refused.reason(), 0);
        terminal.paragraph("fix: " + refused.remedy(), 2);
      }
    }
    List<BoundAnswer.Lacking> lacking =
        answers.stream()
            .filter(BoundAnswer.Lacking.class::isInstance)
            .map(BoundAnswer.Lacking.class::cast)
            .toList();
    if (!lacking.isEmpty()) {
      terminal.paragraph(
          "Not given: "
              + lacking.stream()
                  .map(one -> one.card().id() + " (needs " + one.what() + ": " + one.remedy() + ")")
                  .collect(Collectors.joining("; "))
              + ".",
          0);
    }
    return terminal.text();
  }

  /** A rule, for the list. */
  public static String card(BoundCard card, int width) {
    Terminal terminal = new Terminal(width, false);
    terminal.paragraph(card.id() + ": " + card.title() + " (" + card.kind().id() + ")", 0);
    terminal.paragraph("bounds   " + card.bounds(), 4);
    terminal.paragraph("compare  " + card.comparable(), 4);
    terminal.paragraph("formula  " + card.formula(), 4);
    terminal.paragraph("assumes  " + String.join("; ", card.assumptions()), 4);
    if (!card.missing().isEmpty()) {
      terminal.paragraph("missing  " + card.missing(), 4);
    }
    terminal.paragraph("source   " + card.source(), 4);
    return terminal.text();
  }

  private static void bound(Terminal terminal, Bound bound) {
    boolean share = bound.vacuous() == 1;
    terminal.paragraph(
        String.format(
            Locale.ROOT,
            "%-10s %s%s%s",
            share ? percent(bound.value()) : Numbers.significant(bound.value()),
            bound.card().title(),
            bound.isVacuous() ? " (vacuous: it says nothing)" : "",
            bound.card().missing().isEmpty() ? "" : " (without " + bound.card().missing() + ")"),
        2);
    if (!bound.card().bounds().equals(BoundCard.ERROR)) {
      terminal.paragraph(
          "of " + bound.card().bounds() + "; compare with " + bound.card().comparable(), 4);
    }
  }

  private static String heading(BoundKind kind, double delta) {
    return switch (kind) {
      case CERTIFIED ->
          "Certified, each with confidence "
              + Numbers.percent(1 - delta)
              + " on its own, not all at once:";
      case CONDITIONAL -> "Conditional: a term that cannot be computed is left out.";
      case CORRELATE -> "Correlates: they guarantee nothing.";
    };
  }

  /** A bound is rounded up: rounded to the nearest it might not hold. */
  private static String percent(double share) {
    double percent = 100 * share;
    int decimals = percent < 10 ? 3 : 2;
    double unit = Math.pow(10, -decimals);
    return Numbers.fixed(Math.ceil(percent / unit - 1e-6) * unit, decimals) + "%";
  }
}
