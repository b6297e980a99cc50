package org.sweetspot.report;

import org.sweetspot.control.prediction.Band;
import org.sweetspot.control.prediction.Calibration;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Predictor;
import org.sweetspot.control.prediction.Review;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A review of predictions as JSON: {@code {"schema", "level", "coverage", "score", "naive":
 * {"noChange", "mean"}, "predictions": [{"baseline", "aspect", "change", "quantity", "from",
 * "value", "low", "high", "outcome", "inside", "score"}]}}. Coverage and score are those of
 * predictions from the first changed run; values are differences, changed minus baseline, of the
 * logit of the test error or the logarithm of the test loss; scores are means of the interval score
 * on these scales.
 */
public final class PredictionsJson {
  private static final int SCHEMA = 1;

  private PredictionsJson() {}

  /** The review. */
  public static String write(Review review) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.put("level", Calibration.LEVEL);
    root.set("coverage", Json.number(review.coverage(Predictor.FIRST_RUN)));
    root.set("score", Json.number(review.score(Predictor.FIRST_RUN)));
    ObjectNode naive = root.putObject("naive");
    naive.set("noChange", Json.number(review.score(Predictor.NO_CHANGE)));
    naive.set("mean", Json.number(review.score(Predictor.MEAN)));
    ArrayNode list = root.putArray("predictions");
    for (LedgerEntry entry : review.entries()) {
      for (Predictor predictor : new Predictor[] {Predictor.FIRST_RUN, Predictor.CURVE}) {
        Band band = review.band(predictor, entry);
        ObjectNode node = list.addObject();
        node.put("baseline", entry.baseline());
        node.put("aspect", entry.aspect());
        node.put("change", entry.change());
        node.put("quantity", entry.quantity().id());
        node.put("from", predictor.words());
        node.set("value", Json.number(band.value()));
        node.set("low", Json.number(band.low()));
        node.set("high", Json.number(band.high()));
        node.set("outcome", Json.number(entry.outcome()));
        node.put("inside", band.holds(entry.outcome()));
        node.set("score", Json.number(band.score(entry.outcome(), Calibration.LEVEL)));
      }
    }
    return ResultJson.pretty(root);
  }
}
