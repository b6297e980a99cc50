package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.data.Examples;
import org.sweetspot.data.InputArray;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.torch.tensor.Place;

/**
 * Which array goes to which argument of a network, and as what.
 *
 * @param entries one for each argument, in order
 */
public record InputPlan(List<Entry> entries) {
  /** What a network gets an array as. */
  public enum Type {
    /** Floating-point numbers in the engine's precision. */
    REAL,
    /** int64. */
    WHOLE,
    /** bool. */
    TRUTH
  }

  /**
   * One argument.
   *
   * @param array index of the input; -1 for None
   * @param type what it is given as
   */
  public record Entry(int array, Type type) {}

  /** Copies the list. */
  public InputPlan {
    entries = List.copyOf(entries);
  }

  /** The first array alone. */
  public static InputPlan first(Type type) {
    return new InputPlan(List.of(new Entry(0, type)));
  }

  /** Whether it is one array of numbers or tokens. */
  public boolean isOne() {
    return entries.size() == 1
        && entries.get(0).array() >= 0
        && entries.get(0).type() != Type.TRUTH;
  }

  /** Whether it is one array of real numbers, which can be shown and changed by a little. */
  public boolean isNumbers() {
    return entries.size() == 1 && entries.get(0).type() == Type.REAL;
  }

  /**
   * What the network is given.
   *
   * @param arrays all inputs of some examples
   */
  public Feed feed(List<Tensor> arrays, Place place) {
    List<Tensor> tensors = new ArrayList<>();
    for (Entry entry : entries) {
      tensors.add(
          entry.array() < 0
              ? new Tensor()
              : switch (entry.type()) {
                case REAL -> place.cast(arrays.get(entry.array()));
                case WHOLE -> place.here(arrays.get(entry.array())).to(ScalarType.Long);
                case TRUTH -> place.here(arrays.get(entry.array())).to(ScalarType.Bool);
              });
    }
    return new Feed(tensors);
  }

  /** Types to try in order: as the arrays are stored, then as numbers, then as tokens. */
  public static List<InputPlan> candidates(List<Integer> arrays, Examples examples) {
    List<InputPlan> plans = new ArrayList<>();
    plans.add(plan(arrays, examples, Kind.REAL, Type.REAL));
    plans.add(allReal(arrays));
    plans.add(plan(arrays, examples, Kind.REAL, Type.WHOLE));
    return plans.stream().distinct().toList();
  }

  private static InputPlan allReal(List<Integer> arrays) {
    return new InputPlan(arrays.stream().map(array -> new Entry(array, Type.REAL)).toList());
  }

  /** Arrays by their kind; of real ones those of whole numbers as a type. */
  private static InputPlan plan(
      List<Integer> arrays, Examples examples, Kind moved, Type wholeReals) {
    List<Entry> entries = new ArrayList<>();
    for (int array : arrays) {
      entries.add(
          new Entry(array, array < 0 ? Type.REAL : type(examples, array, moved, wholeReals)));
    }
    return new InputPlan(entries);
  }

  private static Type type(Examples examples, int array, Kind moved, Type wholeReals) {
    InputArray input = examples.inputs().get(array);
    if (input.kind() == moved) {
      return wholeReals != Type.REAL && isWhole(input) ? wholeReals : Type.REAL;
    }
    return input.kind() == Kind.WHOLE ? Type.WHOLE : Type.TRUTH;
  }

  private static boolean isWhole(InputArray input) {
    for (int i = 0; i < input.values().size(); i++) {
      double value = input.values().get(i);
      if (value != Math.rint(value)) {
        return false;
      }
    }
    return true;
  }

  /** What was given as what, in words. */
  public String words(Examples examples, List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      String argument = arguments.size() > i ? arguments.get(i) : "argument " + i;
      words.add(
          entry.array() < 0
              ? argument + ": none"
              : argument
                  + ": array "
                  + examples.inputs().get(entry.array()).name()
                  + " as "
                  + switch (entry.type()) {
                    case REAL -> "floating-point numbers";
                    case WHOLE -> "int64";
                    case TRUTH -> "bool";
                  });
    }
    return String.join(", ", words);
  }
}
