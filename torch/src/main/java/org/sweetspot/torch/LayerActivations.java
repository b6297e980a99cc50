package org.sweetspot.torch;

import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.LayerOutputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.vector.ParameterGroup;

/** What each layer of a network made of our layers puts out. */
final class LayerActivations {
  private final TorchProblem problem;
  private final Tappable network;

  LayerActivations(TorchProblem problem, Tappable network) {
    this.problem = problem;
    this.network = network;
  }

  /** See {@link LayerOutputs}. */
  SortedMap<Integer, Matrix> of(Batch batch) {
    SortedMap<Integer, Matrix> outputs = new TreeMap<>();
    try (PointerScope scope = problem.enter();
        NoGradGuard guard = new NoGradGuard()) {
      Tappable.Tapped tapped = network.tapped(problem.data().inputs(batch).first(), Mode.EVALUATE);
      for (Pass.Tap tap : tapped.taps()) {
        int weights = tap.layer().parameters().get(0);
        if (problem.space().groups().get(weights).role() == ParameterGroup.Role.WEIGHT) {
          outputs.put(weights, LastFeatures.matrix(tap.output().reshape(batch.size(), -1)));
        }
      }
    }
    return outputs;
  }
}
