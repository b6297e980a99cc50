package org.sweetspot.torch.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.ModelRecipe;

/** A network made of layers. */
final class LayeredNetwork implements Network {
  private final List<Parameter> parameters;
  private final List<Parameter> buffers;
  private final long activations;
  private final Map<String, ConvolutionInputs.Input> convolutions;
  private final List<String> pairs;
  private final ModelRecipe recipe;
  private final Layer root;

  LayeredNetwork(Declaration declaration, ModelRecipe recipe, Layer root) {
    this.recipe = recipe;
    this.parameters = declaration.parameters();
    this.buffers = declaration.buffers();
    this.activations = declaration.activations();
    this.convolutions = declaration.convolutions();
    this.pairs = declaration.pairs();
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
    return new Initialization(recipe.initialization(), recipe.widthRatio(), stream)
        .draw(parameters);
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

  @Override
  public List<String> pairs() {
    return pairs;
  }

  /** Only batch normalization mixes examples, and only it keeps buffers. */
  @Override
  public boolean mixesExamples(Mode mode) {
    return mode != Mode.EVALUATE && !buffers.isEmpty();
  }

  @Override
  public BoundNetwork bind(Tensor flatParameters, Tensor flatBuffers) {
    return new BoundLayers(
        root,
        BoundLayers.shaped(flatParameters, parameters, true),
        BoundLayers.shaped(flatBuffers, buffers, false));
  }

  @Override
  public void close() {}
}
