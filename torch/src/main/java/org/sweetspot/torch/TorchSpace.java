package org.sweetspot.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.sweetspot.random.RandomStream;
import org.sweetspot.torch.model.Parameter;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Draws;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/**
 * A space of flat libtorch tensors. Two spaces with equal groups, device and precision are equal,
 * so vectors of two problems of one recipe can be combined.
 *
 * @param groups the named parts, in order, without gaps
 * @param place the device and precision of every vector
 */
public record TorchSpace(List<ParameterGroup> groups, Place place) implements TensorSpace {
  /** Checks that the groups follow each other without gaps. */
  public TorchSpace {
    groups = List.copyOf(groups);
    ParameterGroup.total(groups);
  }

  /** The space of a network's parameters or buffers. */
  static TorchSpace of(List<Parameter> parts, Place place) {
    return new TorchSpace(parts.stream().map(Parameter::group).toList(), place);
  }

  /** Cheap where it is asked most: between vectors that share their space object. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TorchSpace space
            && place.equals(space.place)
            && (groups == space.groups || groups.equals(space.groups)));
  }

  @Override
  public int hashCode() {
    return 31 * groups.hashCode() + place.hashCode();
  }

  @Override
  public long dimension() {
    if (groups.isEmpty()) {
      return 0;
    }
    ParameterGroup last = groups.get(groups.size() - 1);
    return last.offset() + last.size();
  }

  @Override
  public Precision precision() {
    return place.precision();
  }

  @Override
  public double[][] products(List<ParameterVector> left, List<ParameterVector> right) {
    return Products.of(
        Products.Rows.of(tensors(left)), Products.Rows.of(tensors(right)), dimension());
  }

  @Override
  public void combine(double[] coefficients, List<ParameterVector> vectors, ParameterVector into) {
    ParameterSpace.requireEach(coefficients, vectors);
    Tensor sum = own(into).tensor();
    List<Tensor> parts = tensors(vectors);
    try (PointerScope scope = new PointerScope()) {
      for (int i = 0; i < coefficients.length; i++) {
        sum.add_(parts.get(i), new Scalar(coefficients[i]));
      }
    }
  }

  /** The flat tensors of vectors of this space. */
  List<Tensor> tensors(List<ParameterVector> vectors) {
    return vectors.stream().map(vector -> own(vector).tensor()).toList();
  }

  @Override
  public TorchSpace alone(ParameterGroup group) {
    return new TorchSpace(
        List.of(new ParameterGroup(group.name(), group.role(), 0, group.shape())), place);
  }

  @Override
  public TorchVector zero() {
    try (PointerScope scope = new PointerScope()) {
      return new TorchVector(
          this, Handle.own(torch.zeros(new long[] {dimension()}, place.options()), "vector"));
    }
  }

  @Override
  public TorchVector gaussian(RandomStream stream) {
    return zero().set(Draws.gaussian(stream, Math.toIntExact(dimension())));
  }

  @Override
  public TorchVector rademacher(RandomStream stream) {
    return zero().set(Draws.rademacher(stream, Math.toIntExact(dimension())));
  }

  /** The vector as one of this space, or an error. */
  TorchVector own(ParameterVector vector) {
    if (vector instanceof TorchVector torchVector && torchVector.space().equals(this)) {
      return torchVector;
    }
    throw new IllegalArgumentException(
        "vector: expected one of this problem's space of "
            + dimension()
            + " entries, got "
            + vector.space().dimension()
            + " entries in "
            + vector.getClass().getSimpleName()
            + "; make it with problem.space()");
  }
}
