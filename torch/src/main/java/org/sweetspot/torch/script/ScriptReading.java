package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.model.OutputView;

/**
 * How a module's outputs are read.
 *
 * @param output which of the returned things they are
 * @param view how they become rows of what the loss takes
 */
record ScriptReading(ScriptOutput output, OutputView view) {
  static final ScriptReading PLAIN = new ScriptReading(ScriptOutput.ALONE, OutputView.PLAIN);

  /** Rows of logits or numbers. */
  Tensor rows(IValue returned, long examples) {
    return view.of(output.in(returned), examples);
  }

  /** What is not plain about it; empty if nothing is. */
  Optional<String> words() {
    List<String> words = new ArrayList<>();
    output.words().ifPresent(words::add);
    switch (view.link()) {
      case SOFTMAX ->
          words.add(
              "every row is non-negative and sums to 1: taken as probabilities, their logarithms as"
                  + " logits");
      case SIGMOID ->
          words.add(
              "the module ends with a sigmoid: taken as probabilities, log p/(1-p) as logits");
      case NONE -> {}
    }
    if (view.arrangement() == OutputView.Arrangement.CHANNELS) {
      words.add("classes along the second axis");
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
  }
}
