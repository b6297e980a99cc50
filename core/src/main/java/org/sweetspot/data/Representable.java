package org.sweetspot.data;

import org.sweetspot.problem.Split;
import org.sweetspot.vector.Precision;

/** Whether the numbers of a data set fit into the precision that is computed in. */
public final class Representable {
  private Representable() {}

  /**
   * Refuses inputs that single precision can't hold: they would become infinite.
   *
   * @param precision of the arithmetic
   * @throws DataException with the first such number
   */
  public static void require(DataSet data, Precision precision) {
    if (precision == Precision.DOUBLE) {
      return;
    }
    for (Split split : Split.values()) {
      for (InputArray input : data.examples(split).inputs()) {
        Numbers values = input.values();
        for (int i = 0; i < values.size() && values.precision() == Precision.DOUBLE; i++) {
          if (!Float.isFinite((float) values.get(i))) {
            throw new DataException(
                data.name() + ", input " + input.name() + ", example " + i / input.size(),
                "numbers up to 3.4e38, the largest of single precision",
                String.valueOf(values.get(i)),
                "compute in double precision (measure with --precision double; in a recipe,"
                    + " engine.precision: double), or scale the inputs");
          }
        }
      }
    }
  }
}
