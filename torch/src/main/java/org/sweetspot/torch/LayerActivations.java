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
import org.sweetspot.torch.tensor.TensorMatrix;
import org.sweetspot.vector.ParameterGroup;

/**
 * What each layer of a network made of our layers puts out.
 *
 * @param model whose
 * @param network the model's, with its layers
 */
record LayerActivations(TorchModel model, Tappable network) implements LayerOutputs {
  @Override
  public SortedMap<Integer, Matrix> layerOutputs(Batch batch) {
    SortedMap<Integer, Matrix> outputs = new TreeMap<>();
    try (PointerScope scope = model.enter();
        NoGradGuard guard = new NoGradGuard()) {
      Tappable.Tapped tapped = network.tapped(model.data().inputs(batch).first(), Mode.EVALUATE);
      for (Pass.Tap tap : tapped.taps()) {
        int weights = tap.layer().parameters().get(0);
        if (model.space().groups().get(weights).role() == ParameterGroup.Role.WEIGHT) {
          outputs.put(weights, TensorMatrix.of(tap.output().reshape(batch.size(), -1)));
        }
      }
    }
    return outputs;
  }
}
