package org.sweetspot.weights;

/**
 * What the axes of a tensor of weights mean, and with it how the tensor becomes a matrix: the first
 * axes together are the rows, the others together the columns; no entry moves. Singular values are
 * the same for a matrix and its transpose, so layouts of one layer in two frameworks agree.
 */
public enum Layout {
  /** PyTorch: out, in, then the kernel's sides. */
  OUT_FIRST("out x (in, sides)") {
    @Override
    int rowAxes(int axes) {
      return 1;
    }
  },
  /** Keras and TensorFlow: the kernel's sides, in, out. */
  OUT_LAST("(sides, in) x out") {
    @Override
    int rowAxes(int axes) {
      return axes - 1;
    }
  },
  /** Keras and TensorFlow, depthwise: the kernel's sides, in, multiplier. */
  DEPTHWISE("(sides) x (in, multiplier)") {
    @Override
    int rowAxes(int axes) {
      return Math.max(1, axes - 2);
    }
  },
  /** Transposed convolutions: in, out, sides; projections to several heads: in, heads, features. */
  IN_FIRST("in x (out, sides or heads)") {
    @Override
    int rowAxes(int axes) {
      return 1;
    }
  },
  /** Keras and TensorFlow, transposed convolutions: the kernel's sides, out, in. */
  IN_LAST("(sides, out) x in") {
    @Override
    int rowAxes(int axes) {
      return axes - 1;
    }
  },
  /** Recurrent weights of ONNX: directions, gates and out, in. */
  BY_DIRECTION("(directions, gates, out) x in") {
    @Override
    int rowAxes(int axes) {
      return axes - 1;
    }
  },
  /** Embeddings: entries, features. */
  TABLE("entries x features") {
    @Override
    int rowAxes(int axes) {
      return axes - 1;
    }
  };

  private final String text;

  Layout(String text) {
    this.text = text;
  }

  /** How many of the axes of a tensor with at least two are the rows. */
  abstract int rowAxes(int axes);

  /** Rows x columns in words. */
  public String text() {
    return text;
  }
}
