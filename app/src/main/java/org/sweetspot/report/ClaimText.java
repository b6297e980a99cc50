package org.sweetspot.report;

import java.util.List;
import java.util.Locale;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;

/** A claim beside what came out, for a terminal and for a page of documentation. */
public final class ClaimText {
  private ClaimText() {}

  /** A claim in the list. */
  public static String card(Claim.Card card, int width) {
    Terminal terminal = new Terminal(width, false);
    terminal.paragraph(card.id() + ": " + card.title(), 0);
    terminal.paragraph("predicts  " + card.prediction(), 4);
    if (!card.criticism().isEmpty()) {
      terminal.paragraph("but       " + card.criticism(), 4);
    }
    terminal.paragraph("source    " + card.source(), 4);
    return terminal.text();
  }

  /** The verdict first, then predicted beside measured. */
  public static String of(Claim.Card card, Finding finding, int width) {
    Terminal terminal = new Terminal(width, false);
    terminal.paragraph(card.title() + ": " + finding.verdict().words() + ".", 0);
    terminal.paragraph("Claim: " + card.prediction(), 0);
    terminal.table(
        List.of("", "predicted", "measured", "+-", ""),
        finding.checks().stream()
            .map(
                check ->
                    List.of(
                        check.what(),
                        check.relation().sign() + " " + Numbers.significant(check.predicted()),
                        Numbers.significant(check.measured()),
                        check.error() == 0 ? "" : Numbers.significant(check.error()),
                        check.verdict().words()))
            .toList(),
        List.of(4));
    if (!card.criticism().isEmpty()) {
      terminal.paragraph("But: " + card.criticism() + ".", 0);
    }
    terminal.paragraph("Source: " + card.source() + ".", 0);
    return terminal.text();
  }

  /** A row of a table in Markdown: name, claim, the check that decides, verdict, criticism. */
  public static String row(Claim.Card card, Finding finding) {
    Check check = deciding(finding);
    String error = check.error() == 0 ? "" : " +- " + Numbers.significant(check.error());
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s: %s%s, predicted %s %s | %s | %s | %s |",
        card.id(),
        plain(card.title()),
        plain(check.what()),
        Numbers.significant(check.measured()),
        error,
        check.relation().sign(),
        Numbers.significant(check.predicted()),
        finding.verdict().words(),
        plain(card.criticism()),
        plain(card.source()));
  }

  /** The first check whose verdict is the finding's. */
  private static Check deciding(Finding finding) {
    return finding.checks().stream()
        .filter(check -> check.verdict() == finding.verdict())
        .findFirst()
        .orElseThrow();
  }

  /** No character that ends a cell. */
  private static String plain(String text) {
    return text.replace("|", "\\|");
  }
}
