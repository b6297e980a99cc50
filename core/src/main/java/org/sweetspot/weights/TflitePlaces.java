package org.sweetspot.weights;

import java.util.Optional;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.format.TfliteFile;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.FileContents.Place;

/** What TensorFlow Lite's operators do with a constant, by the operators' numbers in schema.fbs. */
final class TflitePlaces {
  private TflitePlaces() {}

  /** The place of a constant, where its operator tells one. */
  static Optional<Place> of(TfliteFile.Use use, StoredTensor tensor) {
    int place = use.place();
    int axes = tensor.shape().size();
    Optional<Place> weights =
        switch (use.operator()) {
          case 3 -> layer(place, 1, 2, Layout.OUT_FIRST); // CONV_2D: out, sides, in.
          case 4 -> layer(place, 1, 2, Layout.OUT_LAST); // DEPTHWISE_CONV_2D: 1, sides, channels.
          case 9 -> layer(place, 1, 2, Layout.OUT_FIRST); // FULLY_CONNECTED: out, in.
          case 67 -> layer(place, 1, 3, Layout.OUT_FIRST); // TRANSPOSE_CONV: out, sides, in.
          case 132 -> layer(place, 1, 2, Layout.OUT_LAST); // CONV_3D: sides, in, out.
          case 126 -> layer(place, 1, -1, Layout.OUT_LAST); // BATCH_MATMUL: in, out.
          case 7 -> layer(place, 1, -1, Layout.TABLE); // EMBEDDING_LOOKUP.
          case 36 -> layer(place, 0, -1, Layout.TABLE); // GATHER.
          case 16, 44 -> recurrent(place, axes); // LSTM, UNIDIRECTIONAL_SEQUENCE_LSTM.
          case 35 -> recurrentSimple(place); // UNIDIRECTIONAL_SEQUENCE_RNN.
          default -> Optional.empty();
        };
    if (weights.isPresent()) {
      return weights;
    }
    return switch (use.operator()) {
      case 0, 41 -> offset(axes, Role.BIAS); // ADD, SUB.
      case 18, 42 -> offset(axes, Role.NORMALIZATION); // MUL, DIV.
      // PAD, RESIZE, RESHAPE, MAXIMUM, MINIMUM, FILL, PADV2, SELECT and comparisons.
      case 23, 22, 34, 55, 57, 60, 61, 62, 64, 71, 72, 94, 97, 123 ->
          Optional.of(Place.out("input of an operator without weights"));
      default -> Optional.empty();
    };
  }

  private static Optional<Place> layer(int place, int weight, int bias, Layout layout) {
    if (place == weight) {
      return Optional.of(Place.of(Role.WEIGHT, layout));
    }
    return place == bias
        ? Optional.of(Place.of(Role.BIAS, Layout.OUT_FIRST))
        : Optional.of(Place.out("a constant that the model is applied to"));
  }

  /** Inputs 1 to 8 are weights of the gates, 9 to 11 peepholes, 12 to 15 biases. */
  private static Optional<Place> recurrent(int place, int axes) {
    if (place >= 1 && place <= 8 && axes == 2) {
      return Optional.of(Place.of(Role.WEIGHT, Layout.OUT_FIRST));
    }
    return place >= 12 && place <= 15
        ? Optional.of(Place.of(Role.BIAS, Layout.OUT_FIRST))
        : Optional.empty();
  }

  private static Optional<Place> recurrentSimple(int place) {
    return switch (place) {
      case 1, 2 -> Optional.of(Place.of(Role.WEIGHT, Layout.OUT_FIRST));
      case 3 -> Optional.of(Place.of(Role.BIAS, Layout.OUT_FIRST));
      default -> Optional.empty();
    };
  }

  private static Optional<Place> offset(int axes, Role role) {
    return axes <= 1 ? Optional.of(Place.of(role, Layout.OUT_FIRST)) : Optional.empty();
  }
}
