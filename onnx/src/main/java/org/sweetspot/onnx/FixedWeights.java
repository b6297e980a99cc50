package org.sweetspot.onnx;

import java.nio.ByteBuffer;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/** Weights that can be read and not moved: the graph that computes holds its own. */
final class FixedWeights implements ParameterVector {
  private final ArrayVector entries;

  FixedWeights(ArrayVector entries) {
    this.entries = entries;
  }

  private static NotApplicableException fixed() {
    return new NotApplicableException(
        "needs a model whose weights can be moved; ONNX Runtime carries out a finished graph:"
            + " measure the PyTorch module that it came from");
  }

  @Override
  public ParameterSpace space() {
    return entries.space();
  }

  @Override
  public double dot(ParameterVector other) {
    return entries.dot(other instanceof FixedWeights same ? same.entries : other);
  }

  @Override
  public ParameterVector add(double factor, ParameterVector other) {
    throw fixed();
  }

  @Override
  public ParameterVector scale(double factor) {
    throw fixed();
  }

  @Override
  public ParameterVector set(ParameterVector other) {
    throw fixed();
  }

  @Override
  public ParameterVector multiply(ParameterVector other) {
    throw fixed();
  }

  @Override
  public ParameterVector addProduct(double factor, ParameterVector a, ParameterVector b) {
    throw fixed();
  }

  @Override
  public ParameterVector addRatio(
      double factor,
      ParameterVector numerator,
      double scale,
      ParameterVector square,
      double epsilon) {
    throw fixed();
  }

  @Override
  public ParameterVector copy() {
    return entries.copy();
  }

  @Override
  public ParameterVector view(ParameterGroup group) {
    return new FixedWeights(entries.view(group));
  }

  @Override
  public boolean isFinite() {
    return entries.isFinite();
  }

  @Override
  public void write(ByteBuffer target) {
    entries.write(target);
  }

  @Override
  public ParameterVector read(ByteBuffer source) {
    throw fixed();
  }

  @Override
  public double[] toArray() {
    return entries.toArray();
  }

  @Override
  public double[] gather(int[] indices) {
    return entries.gather(indices);
  }

  @Override
  public ParameterVector set(double[] values) {
    throw fixed();
  }

  @Override
  public void close() {
    entries.close();
  }
}
