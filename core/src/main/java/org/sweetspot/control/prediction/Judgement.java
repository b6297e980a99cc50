package org.sweetspot.control.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.statistics.Sample;
import org.sweetspot.statistics.StudentT;

/**
 * How good predictions of one quantity were.
 *
 * @param predictor that made them
 * @param count of predictions
 * @param covered how many intervals held the outcome
 * @param logScore mean of the logarithm of the interval score; smaller is better
 * @param width mean width of the intervals, on the scale of the quantity
 * @param clear how many outcomes have a 90% interval, from the spread between seeds, without zero
 * @param signs how many of the clear ones went to the side that was predicted; a prediction of zero
 *     names no side
 * @param byBaseline mean log score of each baseline's predictions, by its name
 */
public record Judgement(
    Predictor predictor,
    int count,
    int covered,
    double logScore,
    double width,
    int clear,
    int signs,
    Map<String, Double> byBaseline) {
  /**
   * Standard errors from zero beyond which an outcome is clear: Student's factor at 90% and seven
   * degrees of freedom, those of five baseline and four changed runs.
   */
  private static final double CLEAR = StudentT.factor(7, Calibration.LEVEL);

  /** Copies the map. */
  public Judgement {
    byBaseline = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byBaseline));
  }

  /** Judges a calibrated predictor on changes that its ledger does not hold. */
  public static Judgement of(Calibration calibration, List<LedgerEntry> fresh) {
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    int covered = 0;
    double width = 0;
    int clear = 0;
    int signs = 0;
    for (LedgerEntry entry : fresh) {
      Band band = calibration.predict(entry);
      covered += band.holds(entry.outcome()) ? 1 : 0;
      width += (band.high() - band.low()) / fresh.size();
      if (Math.abs(entry.outcome()) > CLEAR * entry.seed()) {
        clear++;
        signs += Math.signum(band.value()) == Math.signum(entry.outcome()) ? 1 : 0;
      }
      scores
          .computeIfAbsent(entry.baseline(), name -> new ArrayList<>())
          .add(Math.log(Math.max(1e-9, band.score(entry.outcome(), Calibration.LEVEL))));
    }
    Map<String, Double> means = new LinkedHashMap<>();
    scores.forEach(
        (name, list) ->
            means.put(name, list.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    double all =
        scores.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    return new Judgement(
        calibration.predictor(), fresh.size(), covered, all, width, clear, signs, means);
  }

  /** Share of intervals that held. */
  public double coverage() {
    return (double) covered / count;
  }

  /**
   * One-sided t over baselines of how much better the mean log score is than another's: mean of the
   * differences over its standard error; above 1.4 is significant at about 10%.
   */
  public double tAgainst(Judgement other) {
    double[] gains =
        byBaseline.entrySet().stream()
            .mapToDouble(
                entry -> other.byBaseline().getOrDefault(entry.getKey(), 0.0) - entry.getValue())
            .toArray();
    return gains.length < 2 || Arrays.stream(gains).allMatch(gain -> gain == gains[0])
        ? Double.NaN
        : Sample.mean(gains) / Sample.standardError(gains);
  }
}
