package org.sweetspot.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.BoundCard;
import org.sweetspot.generalization.bound.BoundKind;
import org.sweetspot.generalization.certificate.Certificate;

/** What the rules say, for a terminal: the best certified number first. */
public final class BoundsText {
  private BoundsText() {}

  /**
   * The text.
   *
   * @param target what the bounds are of
   */
  public static String of(String target, Certificate certificate, int width) {
    Terminal terminal = new Terminal(width, false);
    List<BoundAnswer> answers = certificate.answers();
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
    for (BoundKind kind : BoundKind.values()) {
      List<Bound> ofKind = given.stream().filter(bound -> bound.card().kind() == kind).toList();
      if (!ofKind.isEmpty()) {
        terminal.paragraph(heading(kind, certificate.delta()), 0);
        ofKind.forEach(bound -> bound(terminal, bound, certificate.truth(bound)));
      }
    }
    for (BoundAnswer answer : answers) {
      if (answer instanceof BoundAnswer.Refused refused) {
        terminal.paragraph("Refused, " + refused.card().title() + ": " + refused.reason(), 0);
        terminal.paragraph("fix: " + refused.remedy(), 2);
      }
    }
    Map<String, List<String>> lacking = new LinkedHashMap<>();
    for (BoundAnswer answer : answers) {
      if (answer instanceof BoundAnswer.Lacking one) {
        lacking
            .computeIfAbsent(
                "needs " + one.what() + ": " + one.remedy(), reason -> new ArrayList<>())
            .add(one.card().id());
      }
    }
    lacking.forEach(
        (reason, ids) ->
            terminal.paragraph("Not given, " + String.join(", ", ids) + ": " + reason + ".", 0));
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

  private static void bound(Terminal terminal, Bound bound, OptionalDouble truth) {
    terminal.paragraph(
        String.format(
            Locale.ROOT,
            "%-10s %s%s%s%s",
            value(bound),
            bound.card().title(),
            truth.isPresent() ? ", observed " + observed(bound, truth.getAsDouble()) : "",
            bound.isVacuous() ? " (vacuous: it says nothing)" : "",
            bound.card().missing().isEmpty() ? "" : " (without " + bound.card().missing() + ")"),
        2);
    if (!bound.card().bounds().equals(BoundCard.ERROR)) {
      terminal.paragraph(
          "of " + bound.card().bounds() + "; compare with " + bound.card().comparable(), 4);
    }
  }

  /** The number, rounded up where it is a rate. */
  static String value(Bound bound) {
    return bound.vacuous() == 1 ? percent(bound.value()) : Numbers.significant(bound.value());
  }

  /** What the number is beside, in its unit. */
  static String observed(Bound bound, double truth) {
    return bound.vacuous() == 1 ? Numbers.fixed(100 * truth, 3) + "%" : Numbers.significant(truth);
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
