package org.sweetspot.report;

import java.util.List;
import org.sweetspot.diagnosis.Diagnosis;
import org.sweetspot.diagnosis.check.Finding;
import org.sweetspot.diagnosis.check.Severity;

/** A diagnosis for a terminal: the answer first. */
public final class DiagnosisText {
  private DiagnosisText() {}

  /**
   * The text.
   *
   * @param name of the training
   * @param damaged lines of the record that could not be read
   * @param width of the terminal
   */
  public static String of(String name, Diagnosis diagnosis, int damaged, int width) {
    Terminal terminal = new Terminal(width, false);
    List<Finding> findings = diagnosis.findings();
    if (diagnosis.updates() == 0) {
      terminal.paragraph(name + ": cannot tell: the record holds no updates yet.", 0);
      return terminal.text();
    }
    terminal.paragraph(
        findings.isEmpty()
            ? name + ": nothing found."
            : name + ": " + FindingWords.sentence(findings.get(0)),
        0);
    if (!findings.isEmpty()) {
      explain(terminal, findings.get(0));
    }
    for (Finding finding : findings.subList(Math.min(1, findings.size()), findings.size())) {
      terminal.paragraph(mark(finding.severity()) + ": " + FindingWords.sentence(finding), 0);
      explain(terminal, finding);
    }
    terminal.paragraph(
        diagnosis.checked()
            + " checks of "
            + diagnosis.updates()
            + " updates, "
            + diagnosis.looked()
            + " of them looked at closely"
            + (damaged > 0 ? "; lines that could not be read: " + damaged : "")
            + ".",
        0);
    return terminal.text();
  }

  private static void explain(Terminal terminal, Finding finding) {
    terminal.paragraph("fix: " + finding.card().remedy(), 2);
    if (!finding.card().source().isEmpty()) {
      terminal.paragraph("see: " + finding.card().source(), 2);
    }
  }

  private static String mark(Severity severity) {
    return switch (severity) {
      case FAULT -> "Fault";
      case WARNING -> "Warning";
      case NOTE -> "Note";
    };
  }
}
