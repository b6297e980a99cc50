package org.sweetspot.torch.tangent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.sweetspot.torch.tensor.Handle;

/** The tensors that a network's layers keep from one product to the next. */
public final class Kept implements AutoCloseable {
  private final List<Handle> handles = new ArrayList<>();
  private final @Nullable Quantization quantization;
  private boolean sums;

  /** Of layers that compute as they are. */
  public Kept() {
    this(null);
  }

  private Kept(@Nullable Quantization quantization) {
    this.quantization = quantization;
  }

  /** Of layers whose products have quantized operands: for one gradient and no product after it. */
  public static Kept quantized(Quantization quantization) {
    return new Kept(quantization);
  }

  /** A layer's products as this pass computes them. */
  Bilinear products(Bilinear map, Slot weight) {
    return quantization == null || quantization.keeps(weight)
        ? map
        : new QuantizedMap(map, quantization);
  }

  /** What enters a layer's products, in the type in which this pass takes it. */
  Tensor entering(Tensor tensor, Slot weight) {
    if (quantization == null) {
      return tensor;
    }
    return quantization.keeps(weight) ? tensor.to(ScalarType.Float) : quantization.entering(tensor);
  }

  /** A product of activations with each other, by its name, as this pass computes it. */
  PairProduct products(String name) {
    return new PairProduct(
        Optional.ofNullable(quantization).filter(formats -> !formats.keeps(name)));
  }

  /** Whether nothing but one gradient follows, so that a layer may take its cheapest form. */
  boolean isOnePass() {
    return quantization != null;
  }

  /** Keeps a tensor beyond the scope it was made in. */
  public Handle keep(Tensor tensor) {
    Handle handle = Handle.own(tensor, "linearization");
    handles.add(handle);
    return handle;
  }

  /** Notes a layer whose parameters receive their parts added up over examples, not one by one. */
  void sums() {
    sums = true;
  }

  /** Whether what parameters receive can be had for each example, and likewise what moves them. */
  public boolean tellsExamplesApart() {
    return !sums;
  }

  @Override
  public void close() {
    handles.forEach(Handle::close);
  }
}
