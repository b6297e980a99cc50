package org.sweetspot.weights.packed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.format.NumberType;
import org.sweetspot.format.StoredTensor;

/**
 * Numbers of E2M1 in bytes, the first of two in the lower half, in blocks along the last axis with
 * a scale each.
 *
 * <p>NVFP4, blocks of 16 with scales of E4M3 and one more for the tensor: {@code X_packed}, {@code
 * X_scale} and {@code X_global_scale} by which is divided (compressed-tensors), or X itself, {@code
 * X_scale} and {@code X_scale_2} by which is multiplied (ModelOpt). MXFP4, blocks of 32 with powers
 * of two, 127 added to the exponent: {@code X_packed} and {@code X_scale} (compressed-tensors), or
 * {@code X_blocks} (... x blocks x 16 bytes) and {@code X_scales} (gpt-oss).
 */
final class FloatBlocks implements Packing {
  private static final int BIAS = 127;

  @Override
  public Optional<Unpacked> find(String name, StoredTensor packed, Siblings siblings) {
    if (packed.type() != NumberType.U8) {
      return Optional.empty();
    }
    if (name.endsWith("_blocks")) {
      return ofBlocks(name.substring(0, name.length() - "_blocks".length()), packed, siblings);
    }
    boolean divides = name.endsWith("_packed");
    String weight = divides ? name.substring(0, name.length() - "_packed".length()) : name;
    String whole = weight + (divides ? "_global_scale" : "_scale_2");
    Optional<StoredTensor> scales = siblings.find(weight + "_scale");
    Optional<StoredTensor> ofTensor = siblings.find(whole);
    Optional<WordTable> bytes = WordTable.of(packed);
    if (bytes.isEmpty() || scales.isEmpty()) {
      return Optional.empty();
    }
    boolean powers = divides && ofTensor.isEmpty() && scales.get().type() == NumberType.U8;
    boolean numbers =
        ofTensor.isPresent()
            && scales.get().type() == NumberType.F8_E4M3
            && ofTensor.get().shape().stream().allMatch(extent -> extent == 1);
    int block = powers ? 32 : 16;
    WordTable wanted = new WordTable(bytes.get().rows(), bytes.get().columns() * 2 / block);
    if ((!powers && !numbers)
        || bytes.get().columns() * 2 % block != 0
        || !WordTable.of(scales.get()).filter(wanted::equals).isPresent()) {
      return Optional.empty();
    }
    List<Long> shape = List.of((long) bytes.get().rows(), 2L * bytes.get().columns());
    if (powers) {
      return Optional.of(
          new Unpacked(
              weight,
              shape,
              () -> numbers(packed.read(), powers(scales.get().read()), block),
              Set.of(weight + "_scale"),
              "MXFP4"));
    }
    return Optional.of(
        new Unpacked(
            weight,
            shape,
            () -> {
              double one = ofTensor.get().read()[0];
              double[] scale = scales.get().read();
              for (int i = 0; i < scale.length; i++) {
                scale[i] = divides ? scale[i] / one : scale[i] * one;
              }
              return numbers(packed.read(), scale, block);
            },
            Set.of(weight + "_scale", whole),
            "NVFP4"));
  }

  private static Optional<Unpacked> ofBlocks(
      String weight, StoredTensor packed, Siblings siblings) {
    List<Long> shape = packed.shape();
    int axes = shape.size();
    Optional<StoredTensor> scales = siblings.find(weight + "_scales");
    double bytes = shape.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    if (axes < 3
        || shape.get(axes - 1) != 16
        || 2 * bytes > Integer.MAX_VALUE
        || scales.isEmpty()
        || scales.get().type() != NumberType.U8
        || !scales.get().shape().equals(shape.subList(0, axes - 1))) {
      return Optional.empty();
    }
    List<Long> whole = new ArrayList<>(shape.subList(0, axes - 2));
    whole.add(shape.get(axes - 2) * 32);
    return Optional.of(
        new Unpacked(
            weight,
            whole,
            () -> numbers(packed.read(), powers(scales.get().read()), 32),
            Set.of(weight + "_scales"),
            "MXFP4"));
  }

  private static double[] powers(double[] exponents) {
    return Arrays.stream(exponents).map(one -> Math.scalb(1.0, (int) one - BIAS)).toArray();
  }

  private static double[] numbers(double[] bytes, double[] scales, int block) {
    int[] codes = Bits.unpack(bytes, bytes.length, Byte.SIZE, 4, 2);
    double[] numbers = new double[codes.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Bits.e2m1(codes[i]) * scales[i / block];
    }
    return numbers;
  }
}
