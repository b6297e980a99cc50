package org.sweetspot.measure.simplicity;

import java.util.Arrays;
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
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;

/**
 * The network's error and mean loss on fifths of the examples, sorted by how difficult a linear
 * model finds them, or by the mean frequency of their inputs. Errors: binomial, and of the mean
 * loss. Control: the spread of the fifths' errors when the examples are shuffled over them. Cost:
 * one forward pass over at most 4,096 examples, and the keys.
 */
public final class ErrorByOrder implements Measure {
  private static final int ROUNDS = 200;

  private final Ordering ordering;

  private ErrorByOrder(Ordering ordering) {
    this.ordering = ordering;
  }

  /** By a linear model's margin. */
  public static ErrorByOrder difficulty() {
    return new ErrorByOrder(Ordering.DIFFICULTY);
  }

  /** By the inputs' mean frequency. */
  public static ErrorByOrder frequency() {
    return new ErrorByOrder(Ordering.FREQUENCY);
  }

  @Override
  public Card card() {
    return ordering == Ordering.DIFFICULTY
        ? new Card(
            "error-by-difficulty",
            "error by difficulty",
            "Does the network fail where a linear model fails?",
            "outputs, and inputs that are numbers",
            "A network that only does what a linear model does errs in the last fifth. Equal errors"
                + " in all fifths mean that it has left the simple function behind, or that it has"
                + " learnt nothing.",
            "",
            "definition; simplicity bias as in Shah et al. 2020 and Kalimeris et al. 2019")
        : new Card(
            "error-by-frequency",
            "error by input frequency",
            "Does the network fail on inputs of fine detail?",
            "outputs, and images or signals as inputs",
            "An error that grows with the inputs' frequency is what a preference for smooth"
                + " functions leads to; it may also be that detailed inputs are harder for anyone.",
            "",
            "definition; spectral bias as in Rahaman et al. 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    ClassPredictions.batch(context);
    return ordering.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    ordering.work(context);
    ClassPredictions verdicts = ClassPredictions.here(context);
    if (verdicts.rows() < 2 * Ordering.PARTS) {
      throw new NotApplicableException(
          "needs at least " + 2 * Ordering.PARTS + " examples, got " + verdicts.rows());
    }
    double[] keys = ordering.keys(context);
    int[][] parts = ordering.parts(keys);
    Map<String, double[]> values = table(ordering.key());
    Map<String, double[]> errors = table(ordering.key());
    for (int k = 0; k < Ordering.PARTS; k++) {
      int[] part = parts[k];
      double[] key = Arrays.stream(part).mapToDouble(i -> keys[i]).toArray();
      double[] loss = Arrays.stream(part).mapToDouble(i -> verdicts.surprise()[i]).toArray();
      put(values, "fifth", k, k + 1);
      put(values, ordering.key(), k, Sample.mean(key));
      put(values, "error", k, PartErrors.share(verdicts, part));
      put(values, "loss", k, Sample.mean(loss));
      put(errors, ordering.key(), k, Sample.standardError(key));
      put(errors, "error", k, PartErrors.error(verdicts, part));
      put(errors, "loss", k, Sample.standardError(loss));
    }
    double spread = PartErrors.spread(verdicts, parts);
    double limit = limit(context, verdicts);
    return Answer.estimate(
            Value.Columns.of(values),
            Value.Columns.of(errors),
            "fifths of the sorted examples; " + PartErrors.WORDS,
            ClassPredictions.words(context)
                .and(
                    Conventions.DEFINITION,
                    "loss = minus log probability in nats; " + ordering.words(context)))
        .withControl(
            Sentence.of(
                "shuffled examples: largest less smallest error of the fifths up to %.4f in 95%% of"
                    + " draws; here %.4f%s",
                limit, spread, spread > limit ? "" : ", which shows nothing"),
            new NullControl(
                "error",
                "largest less smallest error of shuffled fifths, 95% of draws",
                limit,
                0,
                spread > limit));
  }

  private static Map<String, double[]> table(String key) {
    Map<String, double[]> table = new LinkedHashMap<>();
    for (String name : new String[] {"fifth", key, "error", "loss"}) {
      table.put(name, new double[Ordering.PARTS]);
    }
    return table;
  }

  private static void put(Map<String, double[]> table, String name, int at, double value) {
    Objects.requireNonNull(table.get(name))[at] = value;
  }

  private double limit(MeasureContext context, ClassPredictions verdicts) {
    RandomStream stream = context.sampling().stream(card().id() + "/control");
    double[] shuffled = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      int[][] parts = Ordering.cut(stream.permutation(verdicts.rows()));
      shuffled[round] = PartErrors.spread(verdicts, parts);
    }
    Arrays.sort(shuffled);
    return shuffled[ROUNDS * 95 / 100];
  }

  @Override
  public Finding judge(Measurement found) {
    List<Double> error = found.column("error");
    if (error.isEmpty() || !(found.error() instanceof Value.Columns)) {
      return Finding.READING;
    }
    int last = error.size() - 1;
    double rise = error.get(last) - error.get(0);
    if (!(Math.abs(rise) > 2 * Math.hypot(found.margin("error", 0), found.margin("error", last)))) {
      return Finding.of(SimplicityFinding.NO_DEPENDENCE, ordering.key());
    }
    SimplicityFinding side =
        ordering == Ordering.DIFFICULTY
            ? rise > 0 ? SimplicityFinding.HARDEST_WORSE : SimplicityFinding.HARDEST_BETTER
            : rise > 0 ? SimplicityFinding.FINEST_WORSE : SimplicityFinding.FINEST_BETTER;
    return Finding.of(side, Math.abs(100 * rise), 100 * error.get(last), 100 * error.get(0));
  }
}
