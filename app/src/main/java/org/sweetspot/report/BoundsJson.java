package org.sweetspot.report;

import java.util.List;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.BoundCard;
import org.sweetspot.generalization.bound.BoundKind;
import org.sweetspot.generalization.certificate.Certificate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bounds as JSON. The list: {@code {"schema", "bounds": [CARD]}}; a certificate: {@code {"schema",
 * "target", "delta", "bounds": [{CARD, "value", "vacuous", "truth", "delta", "confidence": {},
 * "terms": {}} or {CARD, "lacking", "remedy"} or {CARD, "refused", "remedy"}]}}. CARD is {@code
 * "id", "title", "kind": "certified|conditional|correlate", "bounds", "comparable", "formula",
 * "assumptions": [], "missing", "source"}.
 */
public final class BoundsJson {
  private static final int SCHEMA = 1;

  private BoundsJson() {}

  /** The list of rules. */
  public static String list(List<BoundCard> cards) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    ArrayNode list = root.putArray("bounds");
    cards.forEach(card -> card(list.addObject(), card));
    return ResultJson.pretty(root);
  }

  /**
   * What the rules say.
   *
   * @param target what was certified
   */
  public static String certificate(String target, Certificate certificate) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.put("target", target);
    root.put("delta", certificate.delta());
    ArrayNode list = root.putArray("bounds");
    for (BoundAnswer answer : certificate.answers()) {
      ObjectNode node = list.addObject();
      card(node, answer.card());
      if (answer instanceof Bound bound) {
        node.set("value", Json.number(bound.value()));
        node.put("vacuous", bound.isVacuous());
        certificate.truth(bound).ifPresent(truth -> node.set("truth", Json.number(truth)));
        if (bound.card().kind() == BoundKind.CERTIFIED) {
          node.put("delta", bound.confidence().delta());
        }
        ObjectNode confidence = node.putObject("confidence");
        bound.confidence().parts().forEach((name, part) -> confidence.put(name, part));
        ObjectNode terms = node.putObject("terms");
        bound.terms().forEach((name, term) -> terms.set(name, Json.number(term)));
      } else if (answer instanceof BoundAnswer.Lacking lacking) {
        node.put("lacking", lacking.what());
        node.put("remedy", lacking.remedy());
      } else if (answer instanceof BoundAnswer.Refused refused) {
        node.put("refused", refused.reason());
        node.put("remedy", refused.remedy());
      }
    }
    return ResultJson.pretty(root);
  }

  private static void card(ObjectNode node, BoundCard card) {
    node.put("id", card.id());
    node.put("title", card.title());
    node.put("kind", card.kind().id());
    node.put("bounds", card.bounds());
    node.put("comparable", card.comparable());
    node.put("formula", card.formula());
    ArrayNode assumptions = node.putArray("assumptions");
    card.assumptions().forEach(assumptions::add);
    if (!card.missing().isEmpty()) {
      node.put("missing", card.missing());
    }
    node.put("source", card.source());
  }
}
