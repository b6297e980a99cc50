package org.sweetspot.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;

/** Measurements in words and tables. */
final class MeasureTable {
  private MeasureTable() {}

  /** The value, with its error where both are single numbers. */
  static String valueWithError(Measurement measure) {
    Value value = measure.value();
    if (value == null) {
      return status(measure.status());
    }
    String text = Numbers.value(value);
    return measure.error() instanceof Value.Scalar error && value instanceof Value.Scalar
        ? text + " \u00b1 " + Numbers.significant(error.value())
        : text;
  }

  /** What a number is worth, in words. */
  static String status(Status status) {
    return switch (status) {
      case EXACT -> "exact";
      case ESTIMATE -> "estimate";
      case NOT_CONVERGED -> "not precise enough";
      case NOT_APPLICABLE -> "not applicable";
      case FAILED -> "failed";
      case CERTIFIED_BOUND -> "certain bound";
      case CONDITIONAL_BOUND -> "bound with a condition";
      case CORRELATE -> "goes along, guarantees nothing";
    };
  }

  /** What was spent, in words. */
  static String cost(Measurement measure) {
    return Numbers.significant(measure.cost().gradients())
        + " gradients, "
        + Numbers.significant(measure.cost().hvps())
        + " Hessian products, "
        + Numbers.seconds(measure.cost().seconds());
  }

  /** How each measure was taken, once a measure, folded away. */
  static void details(Html html, List<Measurement> measures) {
    html.open("details").element("summary", "How it was measured, and sources");
    table(measures).write(html);
    html.close();
  }

  /** How each measure was taken, once a measure. */
  static Table table(List<Measurement> measures) {
    Map<String, Measurement> first = new LinkedHashMap<>();
    measures.forEach(measure -> first.putIfAbsent(measure.id(), measure));
    Table.Builder table =
        Table.of("How it was measured")
            .name("Measure")
            .name("Worth")
            .prose("Estimator and error")
            .prose("Conventions")
            .prose("Control without the effect")
            .prose("Cost")
            .prose("Source");
    for (Measurement measure : first.values()) {
      table.row(
          measure.id(),
          status(measure.status()),
          measure.estimator(),
          measure.conventions().text(),
          measure.control(),
          cost(measure),
          measure.source());
    }
    return table.build();
  }
}
