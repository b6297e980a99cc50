package org.sweetspot.torch.script;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.tensor.Handle;

/**
 * A scripted module whose parameters and buffers share flat tensors.
 *
 * <p>Layers that draw random numbers (dropout) draw from libtorch's generator, which is seeded from
 * the batch's contents before each pass in a training mode: equal batches get equal draws. The
 * generator belongs to the process, so such modules should be trained one at a time.
 */
final class BoundScript implements BoundNetwork {
  private final JitModule module;
  private final List<Handle> leaves = new ArrayList<>();
  private final List<Handle> counts = new ArrayList<>();
  private final Handle buffers;
  private final ScriptReading reading;

  /** Takes the module over. */
  BoundScript(JitModule module, ScriptTensors tensors, Tensor flatBuffers, ScriptReading reading) {
    this.module = module;
    this.reading = reading;
    module.retainReference();
    tensors.trained().forEach(named -> leaves.add(Handle.own(named.tensor(), named.name())));
    tensors.counts().forEach(named -> counts.add(Handle.own(named.tensor(), named.name())));
    this.buffers = Handle.own(flatBuffers, "buffers");
  }

  @Override
  public List<Tensor> leaves() {
    return leaves.stream().map(Handle::get).toList();
  }

  @Override
  public Tensor forward(Tensor input, Mode mode, Order order) {
    return forward(Feed.of(input), mode, order);
  }

  @Override
  public Tensor forward(Feed input, Mode mode, Order order) {
    // Profiling would change the order of arithmetic after the first passes.
    torch.setGraphExecutorOptimize(false);
    module.train(mode != Mode.EVALUATE);
    if (mode == Mode.EVALUATE) {
      return run(input);
    }
    seed(input.first());
    if (mode == Mode.TRAIN) {
      return run(input);
    }
    List<Tensor> before = new ArrayList<>(List.of(buffers.get().clone()));
    counts.forEach(count -> before.add(count.get().clone()));
    Tensor output = run(input);
    try (NoGradGuard guard = new NoGradGuard()) {
      buffers.get().copy_(before.get(0));
      for (int i = 0; i < counts.size(); i++) {
        counts.get(i).get().copy_(before.get(i + 1));
      }
    }
    return output;
  }

  @Override
  public void close() {
    leaves.forEach(Handle::close);
    counts.forEach(Handle::close);
    buffers.close();
    module.releaseReference();
  }

  /** Puts the module into the mode in which it is used. */
  void evaluate() {
    torch.setGraphExecutorOptimize(false);
    module.train(false);
  }

  private Tensor run(Feed input) {
    return reading.rows(returned(input), input.first().size(0));
  }

  /** What the module returns as it is. */
  IValue returned(Feed input) {
    IValueVector arguments = new IValueVector();
    for (Tensor tensor : input.tensors()) {
      arguments.push_back(tensor.defined() ? new IValue(tensor) : new IValue());
    }
    return module.forward(arguments);
  }

  private static void seed(Tensor input) {
    try (PointerScope scope = new PointerScope()) {
      double sum = input.to(ScalarType.Double).sum().item_double();
      torch.manual_seed(new RandomStream(Double.doubleToLongBits(sum), 0).nextLong());
    }
  }
}
