package org.sweetspot.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sweetspot.diagnosis.check.Check;
import org.sweetspot.diagnosis.check.Finding;
import org.sweetspot.diagnosis.check.Severity;
import org.sweetspot.diagnosis.record.RecordedRun;

/**
 * What is wrong with a training, ranked: by severity, then the nearer to a cause the earlier.
 *
 * @param updates how many the record holds
 * @param looked how many of them were looked at closely
 * @param checked how many checks were made
 * @param findings the worst first; empty where nothing was found
 */
public record Diagnosis(int updates, int looked, int checked, List<Finding> findings) {
  /** Copies the list. */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Runs every check; what is found by elimination is kept where there is no other fault. */
  public static Diagnosis of(RecordedRun run, CheckCatalogue catalogue) {
    List<Finding> findings = new ArrayList<>();
    List<Finding> last = new ArrayList<>();
    for (Check check : catalogue.checks()) {
      check.find(run).ifPresent(check.isByElimination() ? last::add : findings::add);
    }
    if (findings.stream().noneMatch(found -> found.severity() == Severity.FAULT)) {
      findings.addAll(last);
    }
    findings.sort(Comparator.comparing(Finding::severity));
    return new Diagnosis(run.size(), run.looked().size(), catalogue.checks().size(), findings);
  }
}
