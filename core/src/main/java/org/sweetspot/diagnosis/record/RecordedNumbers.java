package org.sweetspot.diagnosis.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.statistics.Sample;

/**
 * What a record says of a training's end as a profile, so that records compare as runs do.
 *
 * <p>Over the last tenth of the updates, at least {@value #FEWEST}: means of the reported loss and
 * of the norms of gradient, update and weights, and of each figure of each monitor; standard errors
 * of these means over the updates, which follow each other, so that they are too small. Losses and
 * accuracies of evaluations are those of the last one of each name. Cost: one pass over the record.
 */
public final class RecordedNumbers {
  private static final int FEWEST = 10;
  private static final double SHARE = 0.1;
  private static final String SOURCE = "the record";

  private RecordedNumbers() {}

  /** The profile of a record; what it does not hold is left out. */
  public static Profile of(RecordedRun run) {
    List<Measurement> found = new ArrayList<>();
    int size = run.size();
    int from = Math.max(0, Math.min(size - FEWEST, (int) Math.ceil((1 - SHARE) * size)));
    List<Entry> last = run.steps().subList(from, size);
    double begin = last.isEmpty() ? 0 : last.get(0).number("step");
    Map<String, Double> losses = new TreeMap<>();
    Map<String, Double> accuracies = new TreeMap<>();
    double[] trained = known(last, "loss");
    if (trained.length > 0) {
      losses.put("train", Sample.mean(trained));
    }
    for (Entry evaluation : run.evaluations()) {
      String name = evaluation.text("name");
      put(losses, name, evaluation.number("loss"));
      put(accuracies, name, evaluation.number("accuracy"));
    }
    add(found, "loss", losses, Map.of(), "last evaluations; of the training the reported losses");
    add(found, "accuracy", accuracies, Map.of(), "last evaluations");
    for (String path : List.of("gradient.norm", "update.norm")) {
      double[] values = known(last, path);
      mean(found, path.replace('.', '-'), values);
    }
    mean(
        found,
        "weight-norm",
        last.stream()
            .map(step -> step.numbers("update.weights"))
            .filter(weights -> weights.length > 0)
            .mapToDouble(weights -> Math.sqrt(Arrays.stream(weights).map(w -> w * w).sum()))
            .toArray());
    monitors(found, run, begin);
    return Profile.of(found);
  }

  private static void monitors(List<Measurement> found, RecordedRun run, double begin) {
    Map<String, Map<String, List<Double>>> all = new TreeMap<>();
    Map<String, Entry> latest = new TreeMap<>();
    for (Entry reading : run.readings()) {
      latest.put(reading.text("monitor"), reading);
      if (reading.number("step") >= begin) {
        gather(all, reading);
      }
    }
    // Dear monitors may have read nothing so late: then their last reading counts.
    latest.forEach(
        (monitor, reading) -> {
          if (!all.containsKey(monitor)) {
            gather(all, reading);
          }
        });
    all.forEach(
        (monitor, figures) -> {
          Map<String, Double> values = new TreeMap<>();
          Map<String, Double> errors = new TreeMap<>();
          figures.forEach(
              (name, numbers) -> {
                double[] array = numbers.stream().mapToDouble(Double::doubleValue).toArray();
                values.put(name, Sample.mean(array));
                if (array.length > 1) {
                  errors.put(name, Sample.standardError(array));
                }
              });
          add(found, "monitor-" + monitor, values, errors, "mean of the last readings");
        });
  }

  private static void gather(Map<String, Map<String, List<Double>>> all, Entry reading) {
    Map<String, List<Double>> figures =
        all.computeIfAbsent(reading.text("monitor"), name -> new TreeMap<>());
    for (String name : reading.names("figures")) {
      double value = reading.number("figures." + name + ".value");
      if (Double.isFinite(value)) {
        figures.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
  }

  private static void put(Map<String, Double> numbers, String name, double value) {
    if (Double.isFinite(value)) {
      numbers.put(name, value);
    }
  }

  private static double[] known(List<Entry> steps, String path) {
    return steps.stream().mapToDouble(step -> step.number(path)).filter(Double::isFinite).toArray();
  }

  private static void mean(List<Measurement> found, String id, double[] values) {
    if (values.length > 0) {
      Map<String, Double> errors =
          values.length > 1 ? Map.of("mean", Sample.standardError(values)) : Map.of();
      add(found, id, Map.of("mean", Sample.mean(values)), errors, "mean over the last updates");
    }
  }

  private static void add(
      List<Measurement> found,
      String id,
      Map<String, Double> values,
      Map<String, Double> errors,
      String estimator) {
    if (!values.isEmpty()) {
      found.add(
          new Measurement(
              id,
              Value.Named.of(values),
              errors.keySet().equals(values.keySet()) ? Value.Named.of(errors) : null,
              "",
              Status.ESTIMATE,
              estimator,
              Conventions.of(Conventions.DATA, "what the recorder kept"),
              new Cost(0, 0, 0),
              "",
              SOURCE));
    }
  }
}
