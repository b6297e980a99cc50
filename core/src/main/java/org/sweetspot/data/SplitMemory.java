package org.sweetspot.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.recipe.ScalingRecipe;

/** The memory of one split while it is filled. */
final class SplitMemory {
  private final Source source;
  private final ScalingRecipe scaling;
  private final int count;
  private final List<Numbers> inputs = new ArrayList<>();
  private final TargetMemory target;

  SplitMemory(Source source, ScalingRecipe scaling, int count) {
    this.source = source;
    this.scaling = scaling;
    this.count = count;
    for (SourceInput input : source.inputs()) {
      inputs.add(
          Numbers.over(
              input.precision(), direct((long) count * input.size(), input.precision().bytes())));
    }
    if (source.target() instanceof SourceTarget.Real real) {
      int bytes = real.precision().bytes();
      target =
          new RealMemory(Numbers.over(real.precision(), direct((long) count * real.size(), bytes)));
    } else {
      target =
          new LabelMemory(
              direct((long) count * source.target().size(), Integer.BYTES).asIntBuffer());
    }
  }

  private ByteBuffer direct(long numbers, int size) {
    if (numbers > Integer.MAX_VALUE / size) {
      throw new DataException(
          source.name(),
          "at most " + Integer.MAX_VALUE / size + " numbers in a split",
          numbers + " numbers",
          "take fewer examples with data.split");
    }
    try {
      return ByteBuffer.allocateDirect((int) numbers * size).order(ByteOrder.nativeOrder());
    } catch (OutOfMemoryError none) {
      throw new DataException(
          source.name(),
          numbers * size + " bytes of free memory outside the heap",
          String.valueOf(none.getMessage()),
          "take fewer examples with data.split, or start Java with a larger"
              + " -XX:MaxDirectMemorySize");
    }
  }

  /** Puts an example in its place, scaled. */
  void put(int place, double[][] values, double[] wanted, Part part, int example) {
    for (int which = 0; which < values.length; which++) {
      SourceInput input = source.inputs().get(which);
      int size = input.size();
      for (int i = 0; i < size; i++) {
        double scaled = scaled(input, values[which][i]);
        inputs.get(which).put(place * size + i, scaled);
        if (!Double.isFinite(inputs.get(which).get(place * size + i))) {
          throw new DataException(
              part.place(example) + (which > 0 ? ", input " + input.name() : "") + ", value " + i,
              Double.isFinite(values[which][i])
                  ? "a finite number after scaling"
                  : "a finite number",
              values[which][i] + (Double.isFinite(values[which][i]) ? ", scaled " + scaled : ""),
              Double.isFinite(values[which][i])
                  ? "correct data.scaling, or write smaller numbers"
                  : "replace such values or drop such examples, in a copy of the file");
        }
      }
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!target.put(place * wanted.length + i, wanted[i])) {
        throw new DataException(
            part.place(example) + ", target" + (wanted.length == 1 ? "" : " " + i),
            "a finite number",
            String.valueOf(wanted[i]),
            "replace or drop such examples");
      }
    }
  }

  private double scaled(SourceInput input, double value) {
    return scales(input) ? (value / input.largest() - scaling.mean()) / scaling.deviation() : value;
  }

  /** Beside real numbers only an input that stands alone is scaled: tokens and masks are not. */
  private boolean scales(SourceInput input) {
    return input.kind() == Kind.REAL || source.inputs().size() == 1;
  }

  /** Adds count, inputs and targets to a hash, the same on every platform. */
  void addTo(MessageDigest hash) {
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    hash.update(number.putInt(0, count).array());
    for (int i = 0; i < inputs.size(); i++) {
      if (i > 0) {
        hash.update(source.inputs().get(i).name().getBytes(StandardCharsets.UTF_8));
      }
      inputs.get(i).addTo(hash);
    }
    target.targets(source.target(), 0).addTo(hash);
  }

  /** The filled split. */
  Examples examples(int classes) {
    List<InputArray> arrays = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      SourceInput input = source.inputs().get(i);
      boolean moved = scales(input) && !scaling.equals(ScalingRecipe.NONE);
      arrays.add(
          new InputArray(
              input.name(), input.shape(), moved ? Kind.REAL : input.kind(), inputs.get(i)));
    }
    return new Examples(count, arrays, target.targets(source.target(), classes));
  }

  /** Where targets are put. */
  private interface TargetMemory {
    /** Keeps one; answers whether it is a number. */
    boolean put(int index, double value);

    Targets targets(SourceTarget form, int classes);
  }

  private record LabelMemory(IntBuffer labels) implements TargetMemory {
    @Override
    public boolean put(int index, double value) {
      labels.put(index, (int) value);
      return true;
    }

    @Override
    public Targets targets(SourceTarget form, int classes) {
      List<String> names =
          form instanceof SourceTarget.Classes named && named.names().size() <= classes
              ? named.names()
              : List.of();
      return new ClassLabels(labels, form.shape(), classes, names);
    }
  }

  private record RealMemory(Numbers values) implements TargetMemory {
    @Override
    public boolean put(int index, double value) {
      values.put(index, value);
      return Double.isFinite(values.get(index));
    }

    @Override
    public Targets targets(SourceTarget form, int classes) {
      return new RealTargets(values, form.shape());
    }
  }
}
