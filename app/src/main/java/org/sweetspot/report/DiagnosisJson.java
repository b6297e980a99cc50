package org.sweetspot.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sweetspot.diagnosis.Diagnosis;
import org.sweetspot.diagnosis.check.Finding;
import org.sweetspot.diagnosis.launch.Equivalence;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A diagnosis as JSON: {@code {"schema", "updates", "looked", "checked", "findings": [{"id",
 * "severity": "fault|warning|note", "sentence", "evidence": {}, "remedy", "source"}],
 * "equivalence": {"answer": "same|different|unknown", "updates", "cosine", "normRatio",
 * "gradientCosine", "gradientNormRatio", "cosineError", "cosineOfOtherExamples", "parts", "factor",
 * "cause", "factors": [{"kind", "name", "first", "second"}]}}}; the equivalence stands where two
 * records were compared.
 */
public final class DiagnosisJson {
  private static final int SCHEMA = 1;

  private DiagnosisJson() {}

  /** The diagnosis, and the comparison if there is one. */
  public static String write(Diagnosis diagnosis, @Nullable Equivalence equivalence) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.put("updates", diagnosis.updates());
    root.put("looked", diagnosis.looked());
    root.put("checked", diagnosis.checked());
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : diagnosis.findings()) {
      ObjectNode node = findings.addObject();
      node.put("id", finding.card().id());
      node.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      node.put("sentence", FindingWords.sentence(finding));
      ObjectNode evidence = node.putObject("evidence");
      finding.evidence().forEach((name, value) -> evidence.set(name, Json.number(value)));
      node.put("remedy", finding.card().remedy());
      node.put("source", finding.card().source());
    }
    if (equivalence != null) {
      EquivalenceWords.write(equivalence, root.putObject("equivalence"));
    }
    return ResultJson.pretty(root);
  }
}
