package org.sweetspot.report;

import java.util.List;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.correction.Card;
import org.sweetspot.control.correction.Correction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The corrections as JSON: {@code {"schema", "corrections": [{"id", "title", "answers", "stage",
 * "what", "when", "cost", "evidence", "source"}]}}.
 */
public final class CorrectionsJson {
  private static final int SCHEMA = 1;

  private CorrectionsJson() {}

  /** The list, in its order. */
  public static String write(List<Correction> corrections) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    ArrayNode list = root.putArray("corrections");
    for (Correction correction : corrections) {
      Card card = correction.card();
      ObjectNode node = list.addObject();
      node.put("id", card.id());
      node.put("title", card.title());
      ArrayNode answers = node.putArray("answers");
      correction.answers().stream().sorted().map(Aspect::id).forEach(answers::add);
      node.put("stage", correction.stage().id());
      node.put("what", card.what());
      node.put("when", card.when());
      node.put("cost", card.cost());
      node.put("evidence", card.evidence());
      node.put("source", card.source());
    }
    return ResultJson.pretty(root);
  }
}
