package org.sweetspot.measure.representation;

import java.util.List;
import java.util.Map;
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

/**
 * One of the four signs of neural collapse.
 *
 * <p>With h the features, mu_c the class means, mu_G their mean, C the number of classes and M the
 * matrix of mu_c - mu_G:
 *
 * <ul>
 *   <li>NC1: tr(S_W pinv(S_B)) / C, S_W = (1/n) sum (h - mu_c)(h - mu_c)', S_B = (1/C) sum (mu_c -
 *       mu_G)(mu_c - mu_G)'
 *   <li>NC2: standard deviation over mean of ||mu_c - mu_G||, and mean over pairs of |cos + 1 / (C
 *       - 1)|
 *   <li>NC3: ||W' / ||W||_F - M / ||M||_F||_F^2, W the last layer's weight
 *   <li>NC4: share of rows on which the network disagrees with the nearest class mean
 * </ul>
 *
 * <p>All are zero at collapse. Error: bootstrap over rows within each class. Cost: one pass of
 * features and predictions, shared. Source: Papyan, Han and Donoho 2020. Not applicable where the
 * last layer is hidden.
 */
public final class NeuralCollapse implements Measure {
  /** Which sign. */
  private enum Sign {
    NC1,
    NC2,
    NC3,
    NC4
  }

  private final Sign sign;

  private NeuralCollapse(Sign sign) {
    this.sign = sign;
  }

  /** NC1: features of one class come together. */
  public static NeuralCollapse variability() {
    return new NeuralCollapse(Sign.NC1);
  }

  /** NC2: class means become equally long and equally far apart. */
  public static NeuralCollapse simplex() {
    return new NeuralCollapse(Sign.NC2);
  }

  /** NC3: the last layer's weights align with the class means. */
  public static NeuralCollapse duality() {
    return new NeuralCollapse(Sign.NC3);
  }

  /** NC4: the network decides like the nearest class mean. */
  public static NeuralCollapse nearestMean() {
    return new NeuralCollapse(Sign.NC4);
  }

  /** All four, in order. */
  public static List<Measure> all() {
    return List.of(variability(), simplex(), duality(), nearestMean());
  }

  @Override
  public Card card() {
    String needs = "the features before the last layer";
    String source = "Papyan, Han and Donoho 2020";
    return switch (sign) {
      case NC1 ->
          new Card(
              "nc1",
              "neural collapse 1: variability within classes",
              "How far do the features of one class scatter, compared with the distance between"
                  + " classes?",
              needs,
              "0 is full collapse; above 1 the classes overlap. Falls long after the training error"
                  + " is zero. The control shows the same features with shuffled labels.",
              "",
              source);
      case NC2 ->
          new Card(
              "nc2",
              "neural collapse 2: simplex of class means",
              "Are the class means equally long and equally far apart?",
              needs,
              "equinorm and equiangular are 0 for a regular simplex. equinorm divides the squares"
                  + " by C, equinorm-sample by C - 1, as PyTorch's std does.",
              "",
              source);
      case NC3 ->
          new Card(
              "nc3",
              "neural collapse 3: duality of weights and class means",
              "Do the last layer's weights point to the class means?",
              needs,
              "0 is full alignment, 2 none, 4 opposite.",
              "",
              source);
      case NC4 ->
          new Card(
              "nc4",
              "neural collapse 4: nearest class mean",
              "How often does the network decide otherwise than the nearest class mean would?",
              needs,
              "0: the last layer is no more than a nearest-mean rule on its features.",
              "",
              source);
    };
  }

  @Override
  public Finding judge(Measurement found) {
    if (sign == Sign.NC2) {
      return simplex(found);
    }
    double value = found.number();
    if (Double.isNaN(value)) {
      return Finding.READING;
    }
    double error = found.margin();
    return switch (sign) {
      case NC1 ->
          Finding.of(
              value > 1 + 2 * error
                  ? CollapseFinding.CLASSES_OVERLAP
                  : value < 0.1 ? CollapseFinding.COLLAPSED : CollapseFinding.BETWEEN);
      case NC3 ->
          Finding.of(
              value + 2 * error < 0.2
                  ? CollapseFinding.WEIGHTS_AT_MEANS
                  : value - 2 * error > 0.2
                      ? CollapseFinding.WEIGHTS_NOT_AT_MEANS
                      : CollapseFinding.WEIGHTS_UNDECIDED);
      default ->
          Finding.of(
              value < 0.01 ? CollapseFinding.NEAREST_MEAN : CollapseFinding.MORE_THAN_NEAREST_MEAN,
              100 * value,
              100 * error);
    };
  }

  private static Finding simplex(Measurement found) {
    double lengths = found.number("equinorm");
    double angles = found.number("equiangular");
    if (Double.isNaN(lengths) || Double.isNaN(angles)) {
      return Finding.READING;
    }
    double lengthError = found.margin("equinorm");
    double angleError = found.margin("equiangular");
    return Finding.of(
        lengths <= 2 * lengthError && angles <= 2 * angleError
            ? CollapseFinding.SIMPLEX
            : CollapseFinding.NO_SIMPLEX,
        100 * lengths,
        100 * lengthError,
        angles,
        angleError);
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return FeatureTable.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    FeatureTable table = FeatureTable.of(context);
    if (sign == Sign.NC3 && table.weight().isEmpty()) {
      throw new NotApplicableException(
          "needs the weights that give the logits from the features; those of another place have"
              + " none: leave --features out");
    }
    CollapseNumbers numbers = CollapseNumbers.of(context);
    Conventions conventions =
        table
            .conventions()
            .and(
                Conventions.DEFINITION,
                "mu_G the mean of the class means, S_W over all rows, "
                    + numbers.classes()
                    + " classes that have rows");
    Answer answer =
        Answer.estimate(
            value(numbers.values()),
            value(numbers.errors()),
            "exact for these rows; standard error by "
                + numbers.replicates()
                + " bootstraps over rows within each class",
            conventions);
    return sign == Sign.NC1
        ? answer.withControl(
            Sentence.of("the same features with shuffled labels: %.4g", numbers.shuffled()),
            new NullControl(
                "",
                "shuffled labels",
                numbers.shuffled(),
                0,
                Math.abs(numbers.values()[0] - numbers.shuffled()) > 2 * numbers.errors()[0]))
        : answer;
  }

  private Value value(double[] numbers) {
    return switch (sign) {
      case NC1 -> Value.of(numbers[0]);
      case NC2 ->
          Value.Named.of(
              Map.of(
                  "equinorm",
                  numbers[1],
                  "equinorm-sample",
                  numbers[2],
                  "equiangular",
                  numbers[3]));
      case NC3 -> Value.of(numbers[4]);
      case NC4 -> Value.of(numbers[5]);
    };
  }
}
