package org.sweetspot.torch.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.LabelRange;
import org.sweetspot.data.RealTargets;
import org.sweetspot.data.Targets;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.LossRecipe.Kind;
import org.sweetspot.torch.model.OutputView.Arrangement;
import org.sweetspot.torch.model.OutputView.Link;

/**
 * Brings data, outputs and loss together: which loss follows from what the targets are and how many
 * outputs there are, and how the outputs are read.
 */
public final class TargetFit {
  /** What marks a label that is not known, as PyTorch's losses have it. */
  private static final double MISSING = -100;

  private final Optional<LossRecipe> asked;
  private final DataSet data;
  private final long[] shape;
  private final String file;
  private final OutputSigns signs;

  /**
   * What outputs show.
   *
   * @param sumToOne whether every row that was tried is non-negative and sums to one
   * @param sigmoid whether the module ends with a sigmoid
   */
  public record OutputSigns(boolean sumToOne, boolean sigmoid) {}

  /**
   * A problem.
   *
   * @param asked the loss that the user named
   * @param shape of the outputs for some examples, their number first
   */
  public TargetFit(
      Optional<LossRecipe> asked, DataSet data, long[] shape, OutputSigns signs, String file) {
    this.asked = asked;
    this.data = data;
    this.shape = shape.clone();
    this.signs = signs;
    this.file = file;
  }

  /** Decides, or refuses with the reason and a remedy. */
  public Fitted fit(int examples) {
    if (shape.length == 0 || shape[0] == 0 || numbers() % examples != 0) {
      throw refused(
          "outputs for each of " + examples + " examples",
          "outputs of shape " + Arrays.toString(shape),
          "return the outputs of every example, and not their mean or a loss");
    }
    Targets targets = data.train().targets();
    return targets instanceof ClassLabels labels
        ? ofLabels(labels, examples)
        : ofNumbers((RealTargets) targets, examples);
  }

  private long numbers() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private Fitted ofLabels(ClassLabels labels, int examples) {
    long each = numbers() / examples;
    long rows = labels.perExample();
    if (rows > 1) {
      return ofTokens(labels, examples, each, rows);
    }
    if (each == 1) {
      return ofOneOutput(labels);
    }
    if (shape[0] != examples || (shape.length > 2 && each != longest())) {
      throw refused(
          "one row of " + labels.classes() + " outputs for each example, which has one label",
          "outputs of shape " + Arrays.toString(shape) + " for " + examples + " examples",
          "return one row an example, or give a label for each row of its outputs");
    }
    return classes(each, Arrangement.FLAT);
  }

  private long longest() {
    return Arrays.stream(shape).skip(1).max().orElse(1);
  }

  private Fitted classes(long outputs, Arrangement arrangement) {
    Kind kind = kind().orElse(Kind.CROSS_ENTROPY);
    if (kind == Kind.BINARY_CROSS_ENTROPY) {
      throw refused(
          "labels that are 0 or 1, one for each of the "
              + outputs
              + " outputs, for binary cross-entropy",
          "one class label an example",
          "take cross-entropy, or write y with a row of 0 and 1 for each example");
    }
    requireClasses(outputs);
    Link link = kind == Kind.CROSS_ENTROPY && signs.sumToOne() ? Link.SOFTMAX : Link.NONE;
    return fitted(
        kind,
        "the targets are class labels and there are " + outputs + " outputs",
        new OutputView(arrangement, link),
        false,
        data,
        outputs);
  }

  private void requireClasses(long outputs) {
    LabelRange range = LabelRange.of(data);
    if (!range.fits(outputs)) {
      throw refused(range.expected(outputs), range.got(outputs), range.remedy(outputs));
    }
  }

  private Fitted ofOneOutput(ClassLabels labels) {
    boolean binary = labels.classes() <= 2;
    Kind kind = kind().orElse(binary ? Kind.BINARY_CROSS_ENTROPY : Kind.SQUARED);
    if (kind == Kind.CROSS_ENTROPY
        || (kind == Kind.BINARY_CROSS_ENTROPY && !binary)
        || (kind != Kind.BINARY_CROSS_ENTROPY && !labels.names().isEmpty())) {
      throw refused(
          kind == Kind.CROSS_ENTROPY
              ? "at least two outputs for cross-entropy"
              : "labels 0 and 1, for the module has one output",
          (kind == Kind.CROSS_ENTROPY ? "one output, and " : "")
              + "labels of "
              + labels.classes()
              + " classes",
          binary
              ? "take binary-cross-entropy"
              : "return an output for each class"
                  + (labels.names().isEmpty()
                      ? ", or take --loss squared if the labels are quantities"
                      : ""));
    }
    return fitted(
        kind,
        binary
            ? "the labels are 0 and 1 and there is one output"
            : "there is one output, and the labels go to "
                + (labels.classes() - 1)
                + ", so that they are taken as numbers",
        new OutputView(Arrangement.FLAT, sigmoid(kind)),
        true,
        data,
        1);
  }

  private Link sigmoid(Kind kind) {
    return kind == Kind.BINARY_CROSS_ENTROPY && signs.sigmoid() ? Link.SIGMOID : Link.NONE;
  }

  /** Labels of tokens, or of pixels. */
  private Fitted ofTokens(ClassLabels labels, int examples, long each, long rows) {
    List<Integer> tail = labels.shape();
    long[] own = tail.stream().mapToLong(Integer::longValue).toArray();
    boolean last =
        (shape.length == own.length + 2
                && Arrays.equals(Arrays.copyOfRange(shape, 1, shape.length - 1), own))
            || (shape.length == 2 && shape[0] == examples * rows);
    boolean second =
        shape.length == own.length + 2
            && Arrays.equals(Arrays.copyOfRange(shape, 2, shape.length), own);
    if (each % rows == 0 && each > rows && (last || second)) {
      Fitted found = classes(each / rows, last ? Arrangement.ROWS : Arrangement.CHANNELS);
      return last && second
          ? found.reading(
              "classes are taken along the last axis, and might lie along the second one of outputs"
                  + " of shape "
                  + Arrays.toString(shape)
                  + ": there transpose(1, 2) is needed in the module")
          : found;
    }
    boolean ignored = hasIgnored(labels);
    if (each == rows && ignored && labels.classes() <= 2) {
      throw missingLabels(labels.shape().toString());
    }
    if (each == rows && !ignored && kind().map(TargetFit::isDistance).orElse(true)) {
      return fitted(
          kind().orElse(Kind.SQUARED),
          "there is an output for each whole number of an example's target",
          new OutputView(Arrangement.FLAT, Link.NONE),
          true,
          data,
          rows);
    }
    throw refused(
        "a row of outputs for each of the " + rows + " labels of an example",
        "outputs of shape " + Arrays.toString(shape) + " for " + examples + " examples",
        "return examples x labels x classes, or give one label an example");
  }

  private IllegalArgumentException missingLabels(String each) {
    return refused(
        "0 or 1 for each of the outputs of an example",
        "labels of shape " + each + " of which some are missing",
        "drop the examples with missing labels, or measure in Python with a loss that leaves them"
            + " out");
  }

  private static boolean hasIgnored(ClassLabels labels) {
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i) < 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDistance(Kind kind) {
    return new LossRecipe(kind, 0).isDistance();
  }

  private Fitted ofNumbers(RealTargets targets, int examples) {
    long each = numbers() / examples;
    int size = targets.perExample();
    TargetValues values = TargetValues.of(data);
    boolean tokens = targets.shape().size() == 1 && shape.length == 3 && shape[1] == size;
    if (tokens && values.areBits() && each != size && shape[2] > 1) {
      DataSet labelled = values.asLabels();
      return new TargetFit(asked, labelled, shape, signs, file).fit(examples);
    }
    if (each != size) {
      throw refused(
          size + (size == 1 ? " output" : " outputs") + " for each example, as y has numbers",
          "outputs of shape "
              + Arrays.toString(shape)
              + " for "
              + examples
              + " examples, and real targets"
              + values.range(),
          size == 1
              ? values.areSigns()
                  ? "write y=(y + 1) / 2 for class labels 0 and 1"
                  : "return one number an example; or, if these are classes, write y as whole"
                      + " numbers from 0 (a number that marks labels to be ignored:"
                      + " --ignore-index)"
              : "return as many outputs as there are targets");
    }
    if (size > 1 && kind().isEmpty() && values.areBitsButFor(MISSING)) {
      throw missingLabels(targets.shape().toString());
    }
    boolean oneHot = values.areBits() && values.sumToOne() && size > 1;
    Kind kind =
        kind()
            .orElse(
                oneHot || (values.sumToOne() && size > 1)
                    ? Kind.CROSS_ENTROPY
                    : values.areBits() ? Kind.BINARY_CROSS_ENTROPY : Kind.SQUARED);
    if (kind == Kind.CROSS_ENTROPY && oneHot) {
      Fitted fit = new TargetFit(asked, values.asClasses(), shape, signs, file).fit(examples);
      return fit.saying("the targets are one-hot rows, taken as class labels");
    }
    require(kind, values, size);
    String why =
        kind == Kind.CROSS_ENTROPY
            ? "the targets are probabilities: rows that sum to one"
            : kind == Kind.BINARY_CROSS_ENTROPY
                ? "the targets are 0 and 1, one for each output"
                : "the targets are real numbers";
    Link link = kind == Kind.CROSS_ENTROPY && signs.sumToOne() ? Link.SOFTMAX : sigmoid(kind);
    return fitted(kind, why, new OutputView(Arrangement.FLAT, link), true, data, size);
  }

  private void require(Kind kind, TargetValues values, int size) {
    if (kind == Kind.CROSS_ENTROPY && (size < 2 || !values.sumToOne())) {
      throw refused(
          "class labels, or rows of probabilities that sum to one, for cross-entropy",
          "real targets" + values.range(),
          "take the squared loss (--loss squared, in a recipe loss.kind: squared), or write the"
              + " classes as whole numbers from 0");
    }
    if (kind == Kind.BINARY_CROSS_ENTROPY && !values.areShares()) {
      throw refused(
          "targets from 0 to 1 for binary cross-entropy",
          "real targets" + values.range(),
          values.areSigns()
              ? "write y=(y + 1) / 2"
              : "take the squared loss (--loss squared, in a recipe loss.kind: squared)");
    }
  }

  private Optional<Kind> kind() {
    return asked.map(LossRecipe::kind);
  }

  private Fitted fitted(
      Kind kind, String why, OutputView view, boolean asNumbers, DataSet with, long outputs) {
    LossRecipe loss = asked.orElseGet(() -> new LossRecipe(kind, 0));
    if (!loss.classWeights().isEmpty() && loss.classWeights().size() != outputs) {
      throw refused(
          "loss.class-weights: a weight for each of " + outputs + " classes",
          loss.classWeights().size() + " weights",
          "write one for each output");
    }
    return new Fitted(loss, with, view, asNumbers, asked.isPresent() ? "as asked" : why);
  }

  private IllegalArgumentException refused(String expected, String got, String remedy) {
    return new IllegalArgumentException(
        "model and data: expected "
            + expected
            + ", got "
            + got
            + (file.isEmpty() ? "" : " from " + file)
            + "; "
            + remedy);
  }
}
