package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.ComputedTensor;
import org.sweetspot.format.Dequantization;
import org.sweetspot.format.NumberType;
import org.sweetspot.format.StoredTensor;

/**
 * Quantized weights that files keep beside their scales, told by their names: X with X_scale,
 * X_scale_inv (both are multiplied), scale_weight or SCB (over 127), whole numbers also with
 * X_zero_point. Packed weights that {@link PackedWeights} did not unpack are left out with theirs.
 */
final class ScaledWeights {
  private static final String SCALE = "scale of quantized weights or activations";
  private static final String PACKED = "packed numbers of a few bits, which aren't read";

  /** What tools call the packed numbers of a layer: GPTQ and AWQ, EXL2, HQQ, QuIP, EXL3. */
  private static final List<String> PACKED_NAMES =
      List.of("qweight", "q_weight", "W_q", "Qidxs", "trellis");

  private static final Set<String> ABOVE_PACKED =
      Set.of("absmax", "nested_absmax", "quant_map", "nested_quant_map");

  private final Map<String, Candidate> byName = new LinkedHashMap<>();
  private final Set<String> elsewhere;
  private final Set<String> scales = new LinkedHashSet<>();
  private final List<Candidate> kept = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private ScaledWeights(List<Candidate> all, Set<String> unread) {
    elsewhere = unread;
    all.forEach(one -> byName.put(one.name(), one));
    List<Candidate> resolved = all.stream().map(this::resolved).toList();
    for (int i = 0; i < all.size(); i++) {
      Candidate one = all.get(i);
      if (scales.contains(one.name()) || isScale(one.name())) {
        leftOut.add(new LeftOut(one.name(), SCALE));
      } else if (isPacked(one)) {
        leftOut.add(new LeftOut(one.name(), PACKED));
      } else if (isBesidePacked(one.name())) {
        leftOut.add(new LeftOut(one.name(), "part of " + PACKED));
      } else if (resolved.get(i).equals(one) && misses(one)) {
        leftOut.add(new LeftOut(one.name(), "quantized, and its scale isn't read"));
      } else {
        kept.add(resolved.get(i));
      }
    }
  }

  /**
   * Looks for scales.
   *
   * @param unread names of tensors that can't be read
   */
  static ScaledWeights of(List<Candidate> all, Set<String> unread) {
    return new ScaledWeights(all, unread);
  }

  List<Candidate> kept() {
    return kept;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  private static String beside(String name, String last) {
    int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1;
    return name.substring(0, end) + last;
  }

  private static String last(String name) {
    return name.substring(beside(name, "").length());
  }

  private static boolean small(StoredTensor tensor) {
    return tensor.type().bytes() == 1 && tensor.type() != NumberType.BOOL;
  }

  private Candidate resolved(Candidate one) {
    if (!small(one.tensor()) || one.tensor().shape().isEmpty()) {
      return one;
    }
    String name = one.name();
    for (String scale :
        List.of(
            name + "_scale",
            name + "_scale_inv",
            beside(name, "scale_weight"),
            beside(name, "SCB"))) {
      Candidate found = byName.get(scale);
      if (found != null && found.tensor().type().floating()) {
        scales.add(scale);
        Candidate zero = byName.get(name + "_zero_point");
        return scaled(one, found, zero, scale.endsWith("SCB") ? 1.0 / 127 : 1);
      }
    }
    return one;
  }

  private Candidate scaled(Candidate one, Candidate scale, @Nullable Candidate zero, double unit) {
    StoredTensor stored = one.tensor();
    List<Long> shape = stored.shape();
    List<Long> own = scale.tensor().shape();
    long count = own.stream().reduce(1L, Math::multiplyExact);
    List<Long> spread =
        own.size() == shape.size() && count > 1
            ? own
            : Dequantization.along(shape.size(), 0, count);
    boolean zeros = zero != null && !stored.type().floating();
    long zeroCount =
        zero == null ? 0 : zero.tensor().shape().stream().reduce(1L, Math::multiplyExact);
    // Unsigned bytes without a zero point are packed numbers more often than not.
    boolean plain = stored.type() != NumberType.U8 || zeros;
    if (!plain
        || !Dequantization.fits(shape, spread)
        || (zeros && zeroCount != 1 && zeroCount != count)) {
      return one;
    }
    return new Candidate(
        one.path(),
        ComputedTensor.like(
            stored,
            NumberType.F32,
            () -> {
              double[] factors = scale.tensor().read();
              for (int i = 0; i < factors.length; i++) {
                factors[i] *= unit;
              }
              double[] offsets = zeros && zero != null ? zero.tensor().read() : new double[0];
              return Dequantization.apply(stored.read(), shape, factors, spread, offsets);
            }));
  }

  /** Scales that belong to a tensor of the file, and those of activations. */
  private boolean isScale(String name) {
    String last = last(name);
    if (last.equals("input_scale") || last.equals("scale_input") || last.equals("output_scale")) {
      return true;
    }
    if (last.equals("scale") && known(beside(name, "zero_point"))) {
      return true;
    }
    if (ABOVE_PACKED.contains(last) && packedAbove(name)) {
      return true;
    }
    for (String end : List.of("_scale", "_scale_inv", "_scale_2", "_zero_point", "_scale_2_inv")) {
      if (name.endsWith(end)) {
        String base = name.substring(0, name.length() - end.length());
        Candidate weight = byName.get(base);
        return elsewhere.contains(base)
            || (weight != null && small(weight.tensor()))
            || known(base + "_packed");
      }
    }
    return false;
  }

  private boolean known(String name) {
    return byName.containsKey(name) || elsewhere.contains(name);
  }

  /** "a.weight.absmax" belongs to "a.weight". */
  private boolean packedAbove(String name) {
    int end = name.lastIndexOf('.');
    Candidate above = end < 0 ? null : byName.get(name.substring(0, end));
    return above != null && small(above.tensor());
  }

  private boolean isPacked(Candidate one) {
    String name = one.name();
    return !one.tensor().type().floating()
        && (PACKED_NAMES.contains(last(name))
            || isCodes(name)
            || name.endsWith("_packed")
            || (one.tensor().type() == NumberType.U8
                && (known(name + ".absmax") || known(name + "_scale"))));
  }

  /** AQLM: codes of vectors that lie beside them. */
  private boolean isCodes(String name) {
    return last(name).equals("codes") && known(beside(name, "codebooks"));
  }

  /** Whatever else a layer of packed numbers has, its offset alone is a weight as it stands. */
  private boolean isBesidePacked(String name) {
    return !last(name).equals("bias")
        && (PACKED_NAMES.stream().anyMatch(packed -> isWhole(beside(name, packed)))
            || (isCodes(beside(name, "codes")) && isWhole(beside(name, "codes"))));
  }

  private boolean isWhole(String name) {
    Candidate found = byName.get(name);
    return found != null && !found.tensor().type().floating();
  }

  /** Eight bits whose scale is there and can't be used: the numbers alone are not the weight. */
  private boolean misses(Candidate one) {
    return small(one.tensor())
        && (known(one.name() + "_scale") || known(one.name() + "_scale_inv"));
  }
}
