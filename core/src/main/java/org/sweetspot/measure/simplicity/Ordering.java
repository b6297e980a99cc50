package org.sweetspot.measure.simplicity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.frequency.MeanFrequency;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;

/** By what the judged examples are sorted into fifths, the simplest first. */
enum Ordering {
  /** How clearly a linear model misses the label: minus its margin. */
  DIFFICULTY("difficulty") {
    @Override
    double[] keys(MeasureContext context) {
      return Arrays.stream(ClassPredictions.linear(context).margins())
          .map(margin -> -margin)
          .toArray();
    }

    @Override
    String words(MeasureContext context) {
      return "difficulty = largest other output less that of the true class, of the "
          + LinearModel.of(context).words();
    }

    @Override
    List<Work> work(MeasureContext context) {
      return List.of(LinearModel.work(context));
    }
  },
  /** The mean frequency of the input. */
  FREQUENCY("frequency") {
    @Override
    double[] keys(MeasureContext context) {
      Inputs source = context.subject().require(Inputs.class);
      MeanFrequency frequency = new MeanFrequency(source.inputShape());
      Batch batch = ClassPredictions.batch(context);
      double[] keys = new double[batch.size()];
      int at = 0;
      for (Batch chunk : context.sampling().chunks(batch)) {
        Matrix inputs = source.inputs(chunk);
        for (int i = 0; i < chunk.size(); i++) {
          int width = inputs.columns();
          keys[at++] =
              frequency.of(Arrays.copyOfRange(inputs.entries(), i * width, (i + 1) * width));
        }
      }
      return keys;
    }

    @Override
    String words(MeasureContext context) {
      return "frequency = mean radius of the input's discrete Fourier spectrum, weighted with its"
          + " power, channels added up, without the constant, in units of the Nyquist frequency";
    }

    @Override
    List<Work> work(MeasureContext context) {
      MeanFrequency.require(context.subject().require(Inputs.class).inputShape());
      return List.of(Work.forward("frequencies of the inputs"));
    }
  };

  static final int PARTS = 5;

  private final String key;

  Ordering(String key) {
    this.key = key;
  }

  /** What the key is called. */
  String key() {
    return key;
  }

  /** The key of each judged example; ascending is from simple to hard. */
  abstract double[] keys(MeasureContext context);

  abstract String words(MeasureContext context);

  abstract List<Work> work(MeasureContext context);

  /** The fifths: indices of judged examples, sizes as equal as can be; equal keys keep order. */
  int[][] parts(double[] keys) {
    int[] order =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> keys[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return cut(order);
  }

  static int[][] cut(int[] order) {
    int[][] parts = new int[PARTS][];
    for (int k = 0; k < PARTS; k++) {
      parts[k] = Arrays.copyOfRange(order, at(order, k), at(order, k + 1));
    }
    return parts;
  }

  private static int at(int[] order, int k) {
    return (int) ((long) order.length * k / PARTS);
  }
}
