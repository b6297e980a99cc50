package org.sweetspot.torch;

import org.sweetspot.data.DataSet;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.torch.model.Initialization;
import org.sweetspot.torch.model.Network;
import org.sweetspot.torch.model.Parameter;
import org.sweetspot.torch.model.Task;
import org.sweetspot.torch.model.Zoo;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.training.Engine;

/** Opens every model of a recipe in libtorch. */
public final class TorchEngine implements Engine {
  /** Loads libtorch, which takes about two seconds the first time. */
  public TorchEngine() {
    Libtorch.load();
  }

  @Override
  public String name() {
    return "libtorch " + Libtorch.VERSION;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if data and model do not suit each other, or the device is
   *     missing
   */
  @Override
  public TorchProblem open(Recipe recipe, DataSet data, Seed seed) {
    if (data.train().count() == 0) {
      throw new IllegalArgumentException(
          "data: expected at least one training example, got none; lower validation or test");
    }
    Network network = Zoo.network(recipe.model(), Task.of(data));
    double[] weights =
        new Initialization(recipe.model().initialization(), seed.stream("initialization"))
            .draw(network.parameters());
    double[] buffers = new double[Math.toIntExact(size(network.buffers()))];
    for (Parameter buffer : network.buffers()) {
      int from = (int) buffer.group().offset();
      double start = buffer.start() == Parameter.Start.ONE ? 1 : 0;
      java.util.Arrays.fill(buffers, from, from + (int) buffer.group().size(), start);
    }
    return new TorchProblem(recipe, data, network, weights, buffers);
  }

  private static long size(java.util.List<Parameter> parts) {
    return parts.stream().mapToLong(part -> part.group().size()).sum();
  }
}
