package org.sweetspot.measure.simplicity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.dynamics.States;

/**
 * The network's error on fifths of the examples at up to {@value #MOST} states of its training;
 * sorted by a linear model's difficulty or by the inputs' frequency, the same fifths at each state.
 * Errors: binomial, not independent between states. Cost: one forward pass over at most 4,096
 * examples for each state. The problem gets its weights and buffers back.
 */
public final class ErrorsOverTraining implements Measure {
  static final int MOST = 50;

  private final Ordering ordering;

  private ErrorsOverTraining(Ordering ordering) {
    this.ordering = ordering;
  }

  /** By a linear model's margin. */
  public static ErrorsOverTraining difficulty() {
    return new ErrorsOverTraining(Ordering.DIFFICULTY);
  }

  /** By the inputs' mean frequency. */
  public static ErrorsOverTraining frequency() {
    return new ErrorsOverTraining(Ordering.FREQUENCY);
  }

  @Override
  public Card card() {
    return ordering == Ordering.DIFFICULTY
        ? new Card(
            "difficulty-over-training",
            "error by difficulty over training",
            "Which examples did the network learn first?",
            "a trajectory of at least two states, the model and data",
            "Simplicity bias is seen where the first fifths fall before the last ones do; all"
                + " falling together means that a linear model's difficulty is not the network's.",
            "",
            "definition; Kalimeris et al., NeurIPS 2019")
        : new Card(
            "frequency-over-training",
            "error by input frequency over training",
            "Did the network learn inputs of coarse detail before fine ones?",
            "a trajectory of at least two states, the model, and images or signals as data",
            "Frequency bias is seen where the first fifths fall before the last ones do.",
            "",
            "definition; Rahaman et al. 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    States.require(context);
    ClassPredictions.batch(context);
    return ordering.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    int first = halfway(found, "fifth-1");
    int last = halfway(found, "fifth-" + Ordering.PARTS);
    String low = ordering == Ordering.DIFFICULTY ? "easiest" : "coarsest";
    String high = ordering == Ordering.DIFFICULTY ? "hardest" : "finest";
    if (found.column("position").isEmpty()) {
      return Finding.READING;
    }
    if (first < 0 && last < 0) {
      return Finding.of(SimplicityFinding.NEITHER_LEARNED);
    }
    if (first < 0 || last < 0) {
      return Finding.of(
          SimplicityFinding.ONE_LEARNED, last < 0 ? low : high, last < 0 ? high : low);
    }
    double early = found.column("position").get(first);
    double late = found.column("position").get(last);
    if (first == last) {
      return Finding.of(SimplicityFinding.NO_ORDER, early, low, late, high);
    }
    return first < last
        ? Finding.of(SimplicityFinding.LOW_FIRST, early, low, late, high, low)
        : Finding.of(SimplicityFinding.HIGH_FIRST, early, low, late, high, high);
  }

  /** First state at which half of the fall from first to last is done; -1 where none is shown. */
  private static int halfway(Measurement found, String fifth) {
    List<Double> error = found.column(fifth);
    int last = error.size() - 1;
    if (last < 1) {
      return -1;
    }
    double fall = error.get(0) - error.get(last);
    if (fall <= 2 * Math.hypot(found.margin(fifth, 0), found.margin(fifth, last))) {
      return -1;
    }
    int at = 0;
    while (error.get(at) > error.get(0) - fall / 2) {
      at++;
    }
    return at;
  }

  @Override
  public Answer answer(MeasureContext context) {
    States.require(context);
    ordering.work(context);
    int rows = ClassPredictions.batch(context).size();
    if (rows < 2 * Ordering.PARTS) {
      throw new NotApplicableException(
          "needs at least " + 2 * Ordering.PARTS + " examples, got " + rows);
    }
    // The linear model's labels and its fifths do not depend on the weights.
    int[][] parts = ordering.parts(ordering.keys(context));
    int count = States.count(context, MOST);
    Map<String, double[]> values = new LinkedHashMap<>();
    Map<String, double[]> errors = new LinkedHashMap<>();
    values.put("position", States.positions(context, MOST));
    errors.put("position", new double[count]);
    for (int k = 0; k < parts.length; k++) {
      values.put("fifth-" + (k + 1), new double[count]);
      errors.put("fifth-" + (k + 1), new double[count]);
    }
    States.visit(
        context,
        MOST,
        row -> {
          ClassPredictions now = ClassPredictions.now(context);
          for (int k = 0; k < parts.length; k++) {
            String name = "fifth-" + (k + 1);
            Objects.requireNonNull(values.get(name))[row] = PartErrors.share(now, parts[k]);
            Objects.requireNonNull(errors.get(name))[row] = PartErrors.error(now, parts[k]);
          }
        });
    return Answer.estimate(
        Value.Columns.of(values),
        Value.Columns.of(errors),
        "fifths of the sorted examples, the same at all states; " + PartErrors.WORDS,
        ClassPredictions.words(context)
            .and(
                Conventions.DEFINITION,
                "at "
                    + count
                    + " of "
                    + context.subject().trajectory().size()
                    + " states; "
                    + ordering.words(context)));
  }
}
