package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.vector.ParameterGroup;

/**
 * One forward pass through the layers of some examples, and a backward pass for each of some
 * quantities, which ends at the layers' outputs.
 *
 * @param tapped what each layer with parameters saw
 * @param byQuantity for each quantity and layer the derivative with respect to the layer's output;
 *     not defined where the quantity does not depend on it
 */
record LayerDeltas(Tappable.Tapped tapped, List<List<Tensor>> byQuantity) {
  /**
   * Both passes.
   *
   * @param from the piece's place in the batch
   */
  static LayerDeltas of(
      TorchModel model, Tappable network, Batch piece, int from, List<ExampleQuantity> quantities) {
    Tappable.Tapped tapped = network.tapped(model.data().inputs(piece).first(), Mode.EVALUATE);
    List<Tensor> outputs = tapped.taps().stream().map(Pass.Tap::output).toList();
    List<List<Tensor>> deltas = new ArrayList<>();
    for (ExampleQuantity quantity : quantities) {
      Tensor total = quantity.of(tapped.outputs(), piece, from).sum();
      boolean more = deltas.size() + 1 < quantities.size();
      deltas.add(Autograd.grad(List.of(total), outputs, List.of(), more, false));
    }
    return new LayerDeltas(tapped, deltas);
  }

  /** The examples' gradients of one quantity, examples x parameters. */
  Tensor gradients(TorchModel model, int quantity, int examples) {
    Tensor all =
        torch.zeros(
            new long[] {examples, model.space().dimension()},
            model.parameters().tensor().options());
    List<Tensor> deltas = byQuantity.get(quantity);
    for (int i = 0; i < deltas.size(); i++) {
      if (deltas.get(i).defined()) {
        Pass.Tap tap = tapped.taps().get(i);
        List<Tensor> gradients = tap.layer().exampleGradients(tap.input().detach(), deltas.get(i));
        for (int j = 0; j < gradients.size(); j++) {
          int index = tap.layer().parameters().get(j);
          ParameterGroup group = model.space().groups().get(index);
          // A parameter that two layers share has the sum of both gradients.
          all.narrow(1, group.offset(), group.size()).add_(gradients.get(j));
        }
      }
    }
    return all;
  }
}
