package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.torch.model.Parameter.Start;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * Collects the parameters of a network while its layers are put together. Each method returns the
 * index under which a {@link Pass} gives the tensor.
 */
public final class Declaration {
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Parameter> buffers = new ArrayList<>();
  private final Map<String, ConvolutionInputs.Input> convolutions = new LinkedHashMap<>();
  private final List<String> pairs = new ArrayList<>();
  private long activations;

  /** A matrix (out, in) or a kernel (out, in, ...). */
  public int weight(String name, long... shape) {
    long receptive = Arrays.stream(shape).skip(2).reduce(1, Math::multiplyExact);
    return add(
        parameters,
        name,
        Role.WEIGHT,
        Start.WEIGHT,
        shape[1] * receptive,
        shape[0] * receptive,
        shape);
  }

  /** An offset for each output of a layer with that fan in. */
  public int bias(String name, long fanIn, long size) {
    return add(parameters, name, Role.BIAS, Start.BIAS, fanIn, size, size);
  }

  /** The scale of a normalization. */
  public int scale(String name, long size) {
    return add(parameters, name, Role.NORMALIZATION, Start.ONE, 1, 1, size);
  }

  /** The shift of a normalization. */
  public int shift(String name, long size) {
    return add(parameters, name, Role.NORMALIZATION, Start.ZERO, 1, 1, size);
  }

  /** A table with a row for each token or position. */
  public int embedding(String name, long rows, long width) {
    return add(parameters, name, Role.EMBEDDING, Start.NORMAL, 1, width, rows, width);
  }

  /** Numbers that are kept and not trained. */
  public int buffer(String name, Start start, long size) {
    return add(buffers, name, Role.BUFFER, start, 1, 1, size);
  }

  /** Notes what a convolution is applied to, by the name of its kernel. */
  void convolves(String name, ConvolutionInputs.Input input) {
    convolutions.put(name, input);
  }

  /** Notes a product of activations with each other, by its name. */
  void pairs(String name) {
    pairs.add(name);
  }

  /** Notes that a layer puts out so many numbers for each example. */
  public void puts(long count) {
    activations = Math.addExact(activations, count);
  }

  List<Parameter> parameters() {
    return List.copyOf(parameters);
  }

  List<Parameter> buffers() {
    return List.copyOf(buffers);
  }

  Map<String, ConvolutionInputs.Input> convolutions() {
    return Map.copyOf(convolutions);
  }

  List<String> pairs() {
    return List.copyOf(pairs);
  }

  long activations() {
    return activations;
  }

  private static int add(
      List<Parameter> list,
      String name,
      Role role,
      Start start,
      long fanIn,
      long fanOut,
      long... shape) {
    long offset =
        list.isEmpty()
            ? 0
            : list.get(list.size() - 1).group().offset() + list.get(list.size() - 1).group().size();
    List<Long> extents = Arrays.stream(shape).boxed().toList();
    list.add(new Parameter(new ParameterGroup(name, role, offset, extents), start, fanIn, fanOut));
    return list.size() - 1;
  }
}
