package org.sweetspot.report;

import java.util.Locale;
import java.util.Map;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Claims and findings as JSON: {@code {"schema", "seed", "claims": [{"id", "title", "prediction",
 * "criticism", "source", "verdict": "holds|cannot-tell|does-not-hold", "checks": [{"what",
 * "relation": "equal|at-most|at-least", "predicted", "measured", "error", "tolerance", "verdict"}],
 * "curves": [{"name", "across", "x", "predicted", "measured"}]}]}}; without verdict, checks and
 * curves where nothing was run.
 */
public final class ClaimJson {
  private static final int SCHEMA = 1;

  private ClaimJson() {}

  /**
   * Writes them.
   *
   * @param findings what came of those that were run, by the claim
   * @param claims in their order
   */
  public static String write(long seed, Iterable<Claim> claims, Map<String, Finding> findings) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.put("seed", seed);
    ArrayNode list = root.putArray("claims");
    for (Claim claim : claims) {
      Claim.Card card = claim.card();
      ObjectNode node = list.addObject();
      node.put("id", card.id());
      node.put("title", card.title());
      node.put("prediction", card.prediction());
      node.put("criticism", card.criticism());
      node.put("source", card.source());
      Finding finding = findings.get(card.id());
      if (finding != null) {
        finding(node, finding);
      }
    }
    return ResultJson.pretty(root);
  }

  private static void finding(ObjectNode node, Finding finding) {
    node.put("verdict", id(finding.verdict()));
    ArrayNode checks = node.putArray("checks");
    for (Check check : finding.checks()) {
      ObjectNode one = checks.addObject();
      one.put("what", check.what());
      one.put("relation", id(check.relation()));
      one.set("predicted", Json.number(check.predicted()));
      one.set("measured", Json.number(check.measured()));
      one.set("error", Json.number(check.error()));
      one.set("tolerance", Json.number(check.tolerance()));
      one.put("verdict", id(check.verdict()));
    }
    ArrayNode curves = node.putArray("curves");
    for (Finding.Curve curve : finding.curves()) {
      ObjectNode one = curves.addObject();
      one.put("name", curve.name());
      one.put("across", curve.across());
      ArrayNode x = one.putArray("x");
      curve.x().forEach(at -> x.add(Json.number(at)));
      ArrayNode predicted = one.putArray("predicted");
      curve.predicted().forEach(at -> predicted.add(Json.number(at)));
      ArrayNode measured = one.putArray("measured");
      curve.measured().forEach(at -> measured.add(Json.number(at)));
    }
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
