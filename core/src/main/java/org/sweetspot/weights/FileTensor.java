package org.sweetspot.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.sweetspot.format.ForeignText;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.vector.ParameterGroup.Role;

/** A tensor of a file. */
record FileTensor(String name, StoredTensor stored, Role role, Layout layout)
    implements WeightTensor {
  /** The name can be shown wherever names are. */
  FileTensor {
    name = ForeignText.shown(name);
  }

  @Override
  public List<Long> shape() {
    return stored.shape();
  }

  @Override
  public double epsilon() {
    return stored.type().epsilon();
  }

  @Override
  public void stream(StoredTensor.Piece target) {
    try {
      stored.stream(target);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken.getMessage(), broken);
    }
  }

  @Override
  public double[] load() {
    try {
      return stored.read();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken.getMessage(), broken);
    }
  }
}
