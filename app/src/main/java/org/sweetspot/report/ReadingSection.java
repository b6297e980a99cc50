package org.sweetspot.report;

import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.control.ControlResult;

/** The words used, the conventions behind the numbers, and where everything comes from. */
final class ReadingSection {
  private static final String[][] WORDS = {
    {
      "Accuracy, loss",
      "Accuracy is the share of examples the model gets right. Loss is the number that training"
          + " pushes down; it also punishes being wrong with great confidence."
    },
    {
      "Training, validation and test data",
      "Training data is what the model learns from. Validation data decides which corrections are"
          + " kept. Test data is only looked at for the results shown here."
    },
    {
      "Batch size",
      "How many examples the model looks at before it changes its weights once. Larger batches use"
          + " machines better, but make fewer and less noisy changes."
    },
    {
      "Step, epoch",
      "A step is one change of the weights. An epoch is one pass through all training data."
    },
    {"Learning rate", "How far the weights move in one step."},
    {
      "Implicit bias",
      "Many settings of the weights fit the training data equally well. How a model is trained"
          + " decides which of them it ends up with, and some do much better on new data. This"
          + " preference is also called implicit regularization."
    },
    {
      "Curvature",
      "How sharply the loss rises around the weights that were found. Flat surroundings forgive"
          + " small errors; where they are steep, large steps become unstable."
    },
    {
      "SGD noise scale",
      "How strongly the choice of examples in each batch disturbs the weights: the learning rate"
          + " over batch size times (1 - momentum). Some noise helps to find solutions that do well"
          + " on new data."
    },
    {
      "Calibration",
      "Whether confidence can be trusted: of the answers given with 80% confidence, 80% should be"
          + " right."
    },
    {"Seed", "The number from which all randomness of a run follows. Other seed, other luck."},
    {
      "Interval",
      "The range in which the true value plausibly lies, given how much the runs differ. If the"
          + " interval of a difference holds zero, there may be no difference at all."
    },
    {
      "Under-training, gap at equal steps",
      "The two parts of the gap of a larger batch: what more steps would repair, and what they"
          + " would not."
    },
    {
      "Equal cost",
      "The baseline, trained on as many examples as the plan takes. It shows what of a success is"
          + " owed to more computation alone."
    },
    {
      "Not significant",
      "The data are compatible with no difference. A difference may exist all the same, smaller"
          + " than what the experiment can see."
    },
    {"Diverged", "A run that had to be stopped because its numbers grew beyond all bounds."},
  };

  private ReadingSection() {}

  static void write(Html html, ControlResult result) {
    html.open("section", "id", "reading", "aria-labelledby", "reading-title");
    html.element("h2", "How to read this", "id", "reading-title");
    html.open("dl");
    for (String[] word : WORDS) {
      entry(html, word[0], word[1]);
    }
    html.close();
    html.element("h3", "Conventions");
    html.open("dl");
    entry(
        html,
        "Intervals",
        "All hold with "
            + Numbers.significant(100 * result.confidence())
            + "% confidence. The interval of one arm is Student\u2019s over its seeds, cut at 0 and"
            + " 100%. Those of the gap, its parts, the share won back and the corrections come from"
            + " differences within pairs of runs of the same seed, which are steadier than the arms"
            + " themselves: two arms may overlap and still differ.");
    entry(
        html,
        "Means",
        "Over seeds, each run counting once. Runs whose result is not a number are left out of an"
            + " arm\u2019s mean here and counted as diverged.");
    entry(
        html,
        "Splits",
        "Corrections are chosen by validation accuracy; everything reported as a result is test"
            + " accuracy at the end of training. Both use the same seeds, so that the luck of these"
            + " seeds in the choice is left in the result; the other examples take the rest of it"
            + " out.");
    entry(
        html,
        "Parts",
        "Gap = baseline minus changed. Part of the steps (under-training) = step-matched minus"
            + " changed. Gap at equal steps = baseline minus step-matched. Share won back ="
            + " (controlled minus changed) over the gap."
            + " Points are hundredths of accuracy.");
    entry(
        html,
        "Held",
        "A quantity is held if the plan keeps it within a factor of 1.5 of the baseline.");
    html.close();
    html.element("h3", "Where this comes from");
    provenance(html, result.provenance());
    html.close();
  }

  static void provenance(Html html, Map<String, String> provenance) {
    if (provenance.isEmpty()) {
      html.element("p", "Nothing was recorded.", "class", "note");
      return;
    }
    html.open("dl");
    new TreeMap<>(provenance).forEach((name, value) -> entry(html, name, value));
    html.close();
  }

  private static void entry(Html html, String term, String meaning) {
    html.element("dt", term).element("dd", meaning);
  }
}
