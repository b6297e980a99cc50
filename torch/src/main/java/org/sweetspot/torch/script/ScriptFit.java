package org.sweetspot.torch.script;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.sweetspot.data.DataSet;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.torch.model.Fitted;
import org.sweetspot.torch.model.InputPlan;
import org.sweetspot.torch.model.OutputView;
import org.sweetspot.torch.model.TargetFit;

/**
 * What passes over a few examples of the data show: which inputs the module takes, and what comes
 * out.
 *
 * @param module with inputs and outputs as they were found
 * @param fitted data, loss and outputs as they were brought together
 * @param arguments names of the module's inputs
 */
record ScriptFit(ScriptModule module, Fitted fitted, List<String> arguments) {
  /**
   * Tries the module out.
   *
   * @param file for messages
   * @param asked the loss, where it was named
   * @param output the name of the outputs among what the module returns, where it was named
   * @throws IllegalArgumentException if module and data do not suit each other
   */
  static ScriptFit of(
      ScriptModule untried, String file, Optional<LossRecipe> asked, Optional<String> output) {
    DataSet data = untried.data();
    ScriptInputs inputs = ScriptInputs.of(untried.module());
    List<Integer> arrays = inputs.arrays(data.train(), file);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        BoundScript bound = untried.bind()) {
      bound.evaluate();
      Returned returned = returned(untried, bound, inputs.names(), arrays, file);
      ScriptOutput entry = ScriptOutput.of(returned.value(), output, file);
      Tensor raw = entry.in(returned.value());
      TargetFit.OutputSigns signs = OutputProbabilities.signs(untried.module(), raw);
      Fitted found =
          new TargetFit(asked, data, ScriptTensors.shape(raw), signs, file).fit(Trial.EXAMPLES);
      boolean flattens =
          found.view().arrangement() == OutputView.Arrangement.FLAT && raw.dim() != 2;
      return new ScriptFit(
          untried.with(returned.plan(), new ScriptReading(entry, found.view()), flattens),
          found,
          inputs.names());
    }
  }

  /** What a module returned, and how its inputs were handed over. */
  private record Returned(InputPlan plan, IValue value) {}

  /** Tries the ways in which the arrays can be handed over, the likeliest first. */
  private static Returned returned(
      ScriptModule module,
      BoundScript bound,
      List<String> arguments,
      List<Integer> arrays,
      String file) {
    DataSet data = module.data();
    List<Tensor> some = Trial.arrays(data.train());
    @Nullable RuntimeException first = null;
    for (InputPlan candidate : InputPlan.candidates(arrays, data.train())) {
      try {
        return new Returned(candidate, bound.returned(candidate.feed(some, module.place())));
      } catch (RuntimeException failure) {
        first = first == null ? failure : first;
      }
    }
    throw new IllegalArgumentException(
        "model torch-script: expected a module that takes "
            + InputPlan.candidates(arrays, data.train()).get(0).words(data.train(), arguments)
            + " of shape "
            + data.train().shape()
            + " for each example, got a failure in "
            + file
            + ": "
            + ScriptFailure.words(Objects.requireNonNull(first))
            + "; match the module and the data",
        first);
  }
}
