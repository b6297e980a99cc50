package org.sweetspot.torch;

import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Network;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.vector.ParameterVector;

/**
 * A network over its weights, its data and its loss: what every ability of a {@link TorchProblem}
 * stands on.
 *
 * @param network the architecture
 * @param bound the network over the weights
 * @param data inputs and targets
 * @param objective the loss
 * @param threads of the processor; 0 for every core
 * @param parameters the weights
 * @param buffers what the network keeps and does not train
 * @param space of the weights
 */
record TorchModel(
    Network network,
    BoundNetwork bound,
    TorchData data,
    Objective objective,
    int threads,
    TorchVector parameters,
    TorchVector buffers,
    TorchSpace space)
    implements AutoCloseable {

  /** A scope with this model's number of threads. */
  PointerScope enter() {
    return Libtorch.enter(threads);
  }

  /** Mean loss over the batch in one piece; a scalar tensor in the current scope. */
  Tensor meanLoss(BoundNetwork over, Batch batch, Mode mode, Order order) {
    return objective.mean(
        rows(over.forward(data.inputs(batch), mode, order)), data.wanted(batch), mode);
  }

  /**
   * Loss of each example as the network is used: the weighted mean over its rows, such that the
   * mean over a whole split's examples is its loss.
   */
  Tensor exampleLosses(Tensor outputs, Batch batch) {
    Tensor each = objective.each(rows(outputs), data.wanted(batch), Mode.EVALUATE);
    return each.reshape(batch.size(), -1).mean(1);
  }

  /** Outputs as rows of logits. */
  static Tensor rows(Tensor outputs) {
    return outputs.dim() == 2 ? outputs : outputs.reshape(-1, outputs.size(-1));
  }

  /** The argument as a vector of this model's space, or an error. */
  TorchVector mine(ParameterVector vector) {
    return space.own(vector);
  }

  /** Asks a network over other weights and these buffers; nothing of this model moves. */
  <T> T at(ParameterVector weights, Function<BoundNetwork, T> question) {
    TorchVector own = mine(weights);
    if (own == parameters) {
      return question.apply(bound);
    }
    try (TorchVector kept = own.copy();
        BoundNetwork other = network.bind(kept.tensor(), buffers.tensor())) {
      return question.apply(other);
    }
  }

  @Override
  public void close() {
    bound.close();
    parameters.close();
    buffers.close();
    data.close();
    network.close();
  }
}
