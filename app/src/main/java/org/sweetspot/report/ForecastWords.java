package org.sweetspot.report;

import org.sweetspot.control.prediction.Band;
import org.sweetspot.control.prediction.Calibration;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.prediction.Quantity;

/** What was stated of an arm before it was trained, in words. */
public final class ForecastWords {
  private ForecastWords() {}

  /** One statement without its outcome. */
  public static String sentence(Forecast forecast) {
    return forecast.claims()
        ? quantity(forecast)
            + " "
            + shown(forecast, forecast.value())
            + Numbers.range(shown(forecast, forecast.low()), shown(forecast, forecast.high()))
            + " from "
            + forecast.source()
            + cost(forecast)
            + few(forecast)
        : quantity(forecast) + ": no claim from " + forecast.source() + ": " + reason(forecast);
  }

  /** One statement and what came of it. */
  static String sentence(Prediction prediction) {
    Forecast forecast = prediction.forecast();
    return sentence(forecast)
        + "; it was "
        + shown(forecast, prediction.outcome())
        + (forecast.claims() ? ", " + inside(prediction) : "")
        + ".";
  }

  /** What was trained for it alone; a first run is needed anyway. */
  static String cost(Forecast forecast) {
    return forecast.cost() > 0 && forecast.from().isPilot()
        ? " (" + Numbers.wholePercent(forecast.cost()) + " of the arm)"
        : "";
  }

  static String quantity(Forecast forecast) {
    return (forecast.quantity() == Quantity.LOSS ? "test loss" : "test accuracy")
        + (forecast.isOfPlan() ? " of the plan" : "");
  }

  static String shown(Forecast forecast, double value) {
    return forecast.quantity() == Quantity.LOSS
        ? Numbers.significant(value)
        : Numbers.percent(value);
  }

  static String inside(Prediction prediction) {
    return prediction.inside() ? "inside" : "outside";
  }

  /** Why nothing is claimed. */
  static String reason(Forecast forecast) {
    String what =
        forecast.isOfPlan()
            ? LedgerEntry.PLAN
                + "a change of "
                + forecast.aspect().substring(LedgerEntry.PLAN.length())
            : "change of " + forecast.aspect();
    return "the ledger has no " + what + " on another baseline";
  }

  /** How little stands behind an interval, where it is little. */
  static String few(Forecast forecast) {
    return forecast.band().kind() == Band.Kind.FEW_ENTRIES
        ? " (few entries: "
            + forecast.band().entries()
            + " of "
            + forecast.aspect()
            + ", wanted "
            + Calibration.FEW
            + ")"
        : "";
  }
}
