package org.sweetspot.measure.stability;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.ArraySize;

/**
 * Where a network of one hidden layer of ReLU bends: the hyperplanes w_i.x + b_i = 0 of its units,
 * each once however many units share it. In one input they are the knots -b_i / w_i.
 *
 * <p>A plane is kept as r.x + s = 0 with the first entry of r that is not 0 being 1; the height of
 * an input over it is r.x + s. Units whose weights are all 0 bend nowhere and have no plane.
 */
final class ActivationHyperplanes {
  // A unit and a multiple of it differ by a few roundings once each is divided by its first entry.
  private static final double ROUNDING = 1e-14;
  private static final int NOWHERE = -1;

  private final Matrix weights;
  private final double[] offsets;
  private final int[] first;
  private final int[] plane;
  private final double[] norms;
  private final Matrix normals;
  private final double[] shifts;

  /**
   * Finds the planes; those of one place on the axis of the first entry are compared in pairs.
   *
   * @param weights w, units x inputs
   * @param offsets b, one for each unit
   */
  ActivationHyperplanes(Matrix weights, double[] offsets) {
    this.weights = weights;
    this.offsets = offsets;
    int units = weights.rows();
    first = new int[units];
    plane = new int[units];
    for (int i = 0; i < units; i++) {
      int at = 0;
      while (at < weights.columns() && weights.get(i, at) == 0) {
        at++;
      }
      first[i] = at;
    }
    int[] found = new int[units];
    int count = 0;
    int[] order =
        IntStream.range(0, units)
            .boxed()
            .sorted(Comparator.comparingDouble(this::place))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int unit : order) {
      plane[unit] = NOWHERE;
      if (first[unit] == weights.columns()) {
        continue;
      }
      for (int q = count - 1; q >= 0 && near(place(found[q]), place(unit)); q--) {
        if (parallel(found[q], unit)) {
          plane[unit] = q;
          break;
        }
      }
      if (plane[unit] == NOWHERE) {
        plane[unit] = count;
        found[count++] = unit;
      }
    }
    norms = IntStream.range(0, units).mapToDouble(this::length).toArray();
    shifts = Arrays.stream(found, 0, count).mapToDouble(unit -> 0.0 - place(unit)).toArray();
    int inputs = weights.columns();
    double[] entries = new double[ArraySize.of("entries of normals", count, inputs)];
    Arrays.setAll(entries, k -> ratio(found[k / inputs], k % inputs));
    normals = new Matrix(count, inputs, entries);
  }

  /** Number of different planes. */
  int count() {
    return shifts.length;
  }

  /** Number of inputs. */
  int inputs() {
    return weights.columns();
  }

  /** r, planes x inputs. */
  Matrix normals() {
    return normals;
  }

  /** s of a plane. */
  double shift(int q) {
    return shifts[q];
  }

  /** r.x + s over every plane. Cost: planes x inputs. */
  double[] heights(double[] x) {
    double[] heights = shifts.clone();
    for (int q = 0; q < heights.length; q++) {
      for (int j = 0; j < x.length; j++) {
        heights[q] += normals.get(q, j) * x[j];
      }
    }
    return heights;
  }

  /** w_i.x + b_i of a unit, from the heights of x. */
  double before(int unit, double[] heights) {
    return plane[unit] == NOWHERE
        ? offsets[unit]
        : weights.get(unit, first[unit]) * heights[plane[unit]];
  }

  /** |w_i|, the Euclidean norm. */
  double norm(int unit) {
    return norms[unit];
  }

  /**
   * By how much the slope of the function changes across each plane: the sum of v_i |w_i| over its
   * units, whichever side they are active on.
   *
   * @param out v, of one output
   */
  double[] bends(double[] out) {
    double[] bends = new double[count()];
    for (int i = 0; i < out.length; i++) {
      if (plane[i] != NOWHERE) {
        bends[plane[i]] += out[i] * norms[i];
      }
    }
    return bends;
  }

  private double length(int unit) {
    double squares = 0;
    for (int j = 0; j < weights.columns(); j++) {
      squares += weights.get(unit, j) * weights.get(unit, j);
    }
    return Math.sqrt(squares);
  }

  private double ratio(int unit, int input) {
    return weights.get(unit, input) / weights.get(unit, first[unit]);
  }

  /** Where the plane meets the axis of the first entry; adding zero makes -0 and 0 one place. */
  private double place(int unit) {
    return first[unit] == weights.columns()
        ? 0
        : -offsets[unit] / weights.get(unit, first[unit]) + 0.0;
  }

  private boolean parallel(int one, int other) {
    if (first[one] != first[other]) {
      return false;
    }
    for (int j = first[one] + 1; j < weights.columns(); j++) {
      if (!near(ratio(one, j), ratio(other, j))) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(double one, double other) {
    return Math.abs(one - other) <= ROUNDING * Math.max(Math.abs(one), Math.abs(other));
  }
}
