package org.sweetspot.measure.simplicity;

import java.util.Arrays;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sampling;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.UndefinedException;

/** Which class a model gives to each judged example, and how clearly. */
final class ClassPredictions {
  private static final int MOST = 4096;

  private final int classes;
  private final int[] labels;
  private final int[] predicted;
  private final double[] margins;
  private final double[] surprise;

  private ClassPredictions(int classes, int rows) {
    this.classes = classes;
    this.labels = new int[rows];
    this.predicted = new int[rows];
    this.margins = new double[rows];
    this.surprise = new double[rows];
  }

  /** The examples judged: held-out ones where there are any, at most {@value #MOST}. */
  static Batch batch(MeasureContext context) {
    return context.bench().shared(Batch.class, "verdicts", () -> draw(context));
  }

  private static Batch draw(MeasureContext context) {
    Split split = split(context);
    int size = context.sampling().requireExamples(split);
    if (size <= MOST) {
      return Batch.range(split, 0, size);
    }
    int[] order = context.sampling().stream("simplicity").permutation(size);
    return Batch.of(split, Arrays.copyOf(order, MOST));
  }

  private static Split split(MeasureContext context) {
    try {
      return context.sampling().heldOut();
    } catch (NotApplicableException trainingDataAlone) {
      return Split.TRAIN;
    }
  }

  /** The network's at its weights, which all measures of a context share. */
  static ClassPredictions here(MeasureContext context) {
    return context.bench().shared(ClassPredictions.class, "network", () -> now(context));
  }

  /** The network's at the weights that the problem has now. */
  static ClassPredictions now(MeasureContext context) {
    Outputs outputs = context.subject().require(Outputs.class);
    Batch batch = batch(context);
    Mode mode = context.subject().mode();
    ClassPredictions all = null;
    int at = 0;
    for (Batch chunk : context.sampling().passes(batch, mode)) {
      Predictions predictions = outputs.predictions(chunk, mode);
      if (predictions.rows() != chunk.size()) {
        throw new NotApplicableException(
            "needs one row of logits for each example; a language model has one for each token");
      }
      int classes = predictions.classes();
      if (classes < 2) {
        throw new NotApplicableException("needs at least two classes, got " + classes);
      }
      if (all == null) {
        all = new ClassPredictions(classes, batch.size());
      }
      double[] logits = new double[classes];
      for (int i = 0; i < predictions.rows(); i++) {
        for (int c = 0; c < classes; c++) {
          logits[c] = predictions.logit(i, c);
        }
        all.fill(at++, predictions.label(i), logits);
      }
    }
    if (all == null) {
      throw new IllegalStateException("a batch without chunks");
    }
    return all;
  }

  /** The linear model's on the same examples, shared likewise. */
  static ClassPredictions linear(MeasureContext context) {
    return context
        .bench()
        .shared(ClassPredictions.class, "linear", () -> judge(context, LinearModel.of(context)));
  }

  private static ClassPredictions judge(MeasureContext context, LinearModel model) {
    ClassPredictions network = here(context);
    ClassPredictions all = new ClassPredictions(network.classes, network.labels.length);
    Inputs inputs = LinearModel.require(context);
    int at = 0;
    for (Batch chunk : context.sampling().chunks(batch(context))) {
      Matrix outputs = model.outputs(inputs.inputs(chunk));
      for (int i = 0; i < chunk.size(); i++) {
        int from = i * network.classes;
        double[] row = Arrays.copyOfRange(outputs.entries(), from, from + network.classes);
        all.fill(at, network.labels[at], row);
        at++;
      }
    }
    return all;
  }

  private void fill(int at, int label, double[] outputs) {
    int best = 0;
    double rival = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      if (!Double.isFinite(outputs[c])) {
        throw new UndefinedException("outputs: expected finite ones, got " + outputs[c]);
      }
      best = outputs[c] > outputs[best] ? c : best;
      rival = c == label ? rival : Math.max(rival, outputs[c]);
    }
    double sum = 0;
    for (double output : outputs) {
      sum += Math.exp(output - outputs[best]);
    }
    labels[at] = label;
    predicted[at] = best;
    margins[at] = outputs[label] - rival;
    surprise[at] = Math.log(sum) + outputs[best] - outputs[label];
  }

  /** How many classes there are. */
  int classes() {
    return classes;
  }

  /** The true class of each example; not a copy. */
  int[] labels() {
    return labels;
  }

  /** The class of the largest output, the first of equals; not a copy. */
  int[] predicted() {
    return predicted;
  }

  /** Output of the true class less the largest other one; not a copy. */
  double[] margins() {
    return margins;
  }

  /** Minus the log probability of the true class, in nats; not a copy. */
  double[] surprise() {
    return surprise;
  }

  /** Whether an example is classified rightly. */
  boolean right(int row) {
    return predicted[row] == labels[row];
  }

  /** How many examples there are. */
  int rows() {
    return labels.length;
  }

  /** Which examples are judged, for conventions. */
  static Conventions words(MeasureContext context) {
    Batch batch = batch(context);
    int size = context.subject().problem().size(batch.split());
    return context
        .subject()
        .taken(context.subject().mode())
        .and(
            Conventions.DATA,
            (batch.size() == size ? "all " : batch.size() + " random of ")
                + size
                + " "
                + Sampling.name(batch.split())
                + " examples"
                + (batch.split() == Split.TRAIN ? ", for there are no others" : ""));
  }
}
