package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.vector.ParameterGroup;

/** A network made of layers. */
final class LayeredNetwork implements Network {
  private final List<Parameter> parameters;
  private final List<Parameter> buffers;
  private final long activations;
  private final Map<String, ConvolutionInputs.Input> convolutions;
  private final InitializationRecipe initialization;
  private final Layer root;

  LayeredNetwork(Declaration declaration, InitializationRecipe initialization, Layer root) {
    this.initialization = initialization;
    this.parameters = declaration.parameters();
    this.buffers = declaration.buffers();
    this.activations = declaration.activations();
    this.convolutions = declaration.convolutions();
    this.root = root;
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public List<Parameter> buffers() {
    return buffers;
  }

  @Override
  public double[] initialParameters(RandomStream stream) {
    return new Initialization(initialization, stream).draw(parameters);
  }

  @Override
  public double[] initialBuffers() {
    long size = buffers.stream().mapToLong(buffer -> buffer.group().size()).sum();
    double[] entries = new double[Math.toIntExact(size)];
    for (Parameter buffer : buffers) {
      int from = (int) buffer.group().offset();
      double start = buffer.start() == Parameter.Start.ONE ? 1 : 0;
      Arrays.fill(entries, from, from + (int) buffer.group().size(), start);
    }
    return entries;
  }

  @Override
  public long activations() {
    return activations;
  }

  @Override
  public Map<String, ConvolutionInputs.Input> convolutions() {
    return convolutions;
  }

  /** Only batch normalization mixes examples, and only it keeps buffers. */
  @Override
  public boolean mixesExamples() {
    return !buffers.isEmpty();
  }

  @Override
  public BoundNetwork bind(Tensor flatParameters, Tensor flatBuffers) {
    return new Bound(
        root, shaped(flatParameters, parameters, true), shaped(flatBuffers, buffers, false));
  }

  @Override
  public void close() {}

  private static List<Handle> shaped(Tensor flat, List<Parameter> parts, boolean trained) {
    List<Handle> handles = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      for (Parameter part : parts) {
        ParameterGroup group = part.group();
        long[] shape = group.shape().stream().mapToLong(Long::longValue).toArray();
        // Detached, so that each is a leaf: gradients come one a parameter and no graph leads
        // through the views.
        Tensor view = flat.narrow(0, group.offset(), group.size()).view(shape).detach();
        handles.add(Handle.own(view.set_requires_grad(trained), group.name()));
      }
    }
    return handles;
  }

  private record Bound(Layer root, List<Handle> parameters, List<Handle> buffers)
      implements BoundNetwork, Tappable, Tangential {
    @Override
    public List<Tensor> leaves() {
      return parameters.stream().map(Handle::get).toList();
    }

    @Override
    public Tensor forward(Tensor input, Mode mode, Order order) {
      return root.forward(input, pass(mode, order, false));
    }

    @Override
    public Tapped tapped(Tensor input, Mode mode) {
      Pass pass = pass(mode, Order.FIRST, true);
      Tensor outputs = root.forward(input, pass);
      return new Tapped(outputs, pass.taps());
    }

    @Override
    public boolean isTangential() {
      return Linearizable.is(root);
    }

    @Override
    public Forward linearize(Tensor input, Mode mode, Kept kept) {
      return ((Linearizable) root).linearize(input, false, pass(mode, Order.FIRST, false), kept);
    }

    @Override
    public void close() {
      parameters.forEach(Handle::close);
      buffers.forEach(Handle::close);
    }

    private Pass pass(Mode mode, Order order, boolean tapping) {
      return new Pass(leaves(), buffers.stream().map(Handle::get).toList(), mode, order, tapping);
    }
  }
}
