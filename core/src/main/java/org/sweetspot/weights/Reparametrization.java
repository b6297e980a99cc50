package org.sweetspot.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.ComputedTensor;
import org.sweetspot.format.Dequantization;
import org.sweetspot.format.NumberType;
import org.sweetspot.format.StoredTensor;

/**
 * The weights that layers use, where PyTorch's files hold others. Weight normalization: g v / |v|,
 * norms over all axes but those that g has. Spectral normalization: W / (u' W v), as in evaluation.
 * Pruning: the weight times its mask. Of other parametrizations what is stored isn't the weight, so
 * they are left out.
 */
final class Reparametrization {
  private static final String KNOT = "parametrizations.";
  private static final String PUT_TOGETHER = "put together to the weight in use: ";

  private final Map<String, Candidate> byName = new LinkedHashMap<>();
  private final Map<String, Candidate> results = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<Candidate> kept = new ArrayList<>();

  private Reparametrization(List<Candidate> all) {
    all.forEach(one -> byName.put(one.name(), one));
    all.forEach(this::resolve);
    for (Candidate one : all) {
      Candidate result = results.get(one.name());
      if (result != null) {
        kept.add(result);
      } else if (!used.contains(one.name())) {
        if (("." + one.name()).contains("." + KNOT)) {
          leave(one, "part of a parametrization that isn't known");
        } else {
          kept.add(one);
        }
      }
    }
  }

  static Reparametrization of(List<Candidate> all) {
    return new Reparametrization(all);
  }

  /** Weights in use, and tensors that are no part of any. */
  List<Candidate> kept() {
    return kept;
  }

  /** Tensors that are not weights by themselves. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  private void resolve(Candidate one) {
    String name = one.name();
    if (name.endsWith("_orig")) {
      String base = cut(name, "_orig");
      pruned(base, one, byName.get(base + "_mask"));
      spectral(base, one, byName.get(base + "_u"), byName.get(base + "_v"));
    } else if (name.endsWith("_g")) {
      String base = cut(name, "_g");
      normalized(base, one, byName.get(base + "_v"));
    } else if (name.contains(KNOT) && name.endsWith(".original0")) {
      String stem = cut(name, "original0");
      normalized(withoutKnot(stem), one, byName.get(stem + "original1"));
    } else if (name.contains(KNOT) && name.endsWith(".original")) {
      String stem = cut(name, "original");
      if (byName.keySet().stream().noneMatch(other -> other.startsWith(stem + "1."))) {
        spectral(withoutKnot(stem), one, byName.get(stem + "0._u"), byName.get(stem + "0._v"));
      }
    }
  }

  private static String cut(String name, String end) {
    return name.substring(0, name.length() - end.length());
  }

  /** "a.parametrizations.weight." to "a.weight". */
  private static String withoutKnot(String stem) {
    int at = stem.lastIndexOf(KNOT);
    return stem.substring(0, at) + stem.substring(at + KNOT.length(), stem.length() - 1);
  }

  private void leave(Candidate one, String reason) {
    leftOut.add(new LeftOut(one.name(), reason));
  }

  /** Puts the result where the first part stood. */
  private void put(
      String base,
      Candidate first,
      String how,
      List<Candidate> parts,
      Candidate shaped,
      ComputedTensor.Computation computation) {
    StoredTensor stored = shaped.tensor();
    results.put(
        first.name(),
        new Candidate(
            List.of(base),
            new ComputedTensor(
                base,
                stored.type().floating() ? stored.type() : NumberType.F32,
                stored.shape(),
                List.of(base),
                StoredTensor.Part.PARAMETER,
                computation)));
    for (Candidate part : parts) {
      used.add(part.name());
      leave(part, PUT_TOGETHER + how);
    }
  }

  private void normalized(String base, Candidate g, @Nullable Candidate v) {
    if (v == null || !v.tensor().type().floating() || !g.tensor().type().floating()) {
      return;
    }
    List<Long> shape = v.tensor().shape();
    // A single scale has no axes at all.
    List<Long> scales =
        g.tensor().shape().isEmpty()
            ? Dequantization.along(shape.size(), 0, 1)
            : g.tensor().shape();
    boolean fits =
        Dequantization.fits(shape, scales)
            && java.util.stream.IntStream.range(0, shape.size())
                .allMatch(i -> scales.get(i) == 1 || scales.get(i).equals(shape.get(i)));
    if (fits) {
      put(
          base,
          g,
          "g v / |v| of weight normalization",
          List.of(g, v),
          v,
          () -> normalized(g.tensor().read(), v.tensor().read(), shape, scales));
    }
  }

  private static double[] normalized(double[] g, double[] v, List<Long> shape, List<Long> scales) {
    int[] owners = Dequantization.owners(shape, scales);
    double[] squares = new double[g.length];
    for (int i = 0; i < v.length; i++) {
      squares[owners[i]] += v[i] * v[i];
    }
    for (int i = 0; i < v.length; i++) {
      v[i] *= g[owners[i]] / Math.sqrt(squares[owners[i]]);
    }
    return v;
  }

  private void pruned(String base, Candidate weight, @Nullable Candidate mask) {
    if (mask != null && mask.tensor().shape().equals(weight.tensor().shape())) {
      put(
          base,
          weight,
          "the weight times its mask of pruning",
          List.of(weight, mask),
          weight,
          () -> {
            double[] entries = weight.tensor().read();
            double[] factors = mask.tensor().read();
            for (int i = 0; i < entries.length; i++) {
              entries[i] *= factors[i];
            }
            return entries;
          });
    }
  }

  private void spectral(
      String base, Candidate weight, @Nullable Candidate u, @Nullable Candidate v) {
    if (u == null || v == null || weight.tensor().shape().size() < 2) {
      return;
    }
    List<Long> shape = weight.tensor().shape();
    long size = shape.stream().reduce(1L, Math::multiplyExact);
    long rows = u.tensor().shape().size() == 1 ? u.tensor().shape().get(0) : 0;
    long columns = v.tensor().shape().size() == 1 ? v.tensor().shape().get(0) : 0;
    boolean fits =
        rows > 0 && rows * columns == size && (shape.get(0) == rows || shape.get(1) == rows);
    if (fits) {
      put(
          base,
          weight,
          "W / (u' W v) of spectral normalization",
          List.of(weight, u, v),
          weight,
          () -> spectral(weight.tensor(), u.tensor().read(), v.tensor().read()));
    }
  }

  private static double[] spectral(StoredTensor weight, double[] u, double[] v) throws IOException {
    double[] entries = weight.read();
    List<Long> shape = weight.shape();
    double sigma = 0;
    // Transposed convolutions put the second axis first. Where both have the same extent, the
    // vectors belong to the order that they stretch more.
    for (int axis = 0; axis < Math.min(2, shape.size() == 2 ? 1 : 2); axis++) {
      if (shape.get(axis) == u.length) {
        double found = form(entries, shape, axis, u, v);
        sigma = Math.abs(found) > Math.abs(sigma) ? found : sigma;
      }
    }
    for (int i = 0; i < entries.length; i++) {
      entries[i] /= sigma;
    }
    return entries;
  }

  /** u' W v with that axis, 0 or 1, as rows and the others in order as columns. */
  private static double form(double[] w, List<Long> shape, int axis, double[] u, double[] v) {
    int first = (int) (long) shape.get(0);
    int second = (int) (long) shape.get(1);
    int rest = w.length / (first * second);
    double sum = 0;
    for (int i = 0; i < first; i++) {
      for (int j = 0; j < second; j++) {
        int row = axis == 0 ? i : j;
        int column = (axis == 0 ? j : i) * rest;
        for (int k = 0; k < rest; k++) {
          sum += u[row] * w[(i * second + j) * rest + k] * v[column + k];
        }
      }
    }
    return sum;
  }
}
