package org.sweetspot.onnx;

import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.InputArray;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.Split;

/** The data as a model takes them: which array is which input, and in which shape. */
final class Given {
  private final DataSet data;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Pairs them: by name where all names agree, else in order. */
  Given(String file, OnnxModel model, DataSet data) {
    this.data = data;
    List<InputArray> arrays = data.train().inputs();
    Map<String, TensorInfo> wanted = model.inputs();
    if (arrays.size() != wanted.size()) {
      throw new RefusedException(
          file,
          "data with the model's inputs " + wanted.keySet(),
          "arrays " + arrays.stream().map(InputArray::name).toList(),
          "give an npz archive with an array for each input");
    }
    List<String> names = arrays.stream().map(InputArray::name).toList();
    boolean named = names.containsAll(wanted.keySet());
    int order = 0;
    for (Map.Entry<String, TensorInfo> entry : wanted.entrySet()) {
      int place = named ? names.indexOf(entry.getKey()) : order;
      order++;
      places.put(entry.getKey(), place);
      shapes.put(entry.getKey(), shape(file, entry.getKey(), entry.getValue(), arrays.get(place)));
    }
    if (!named && arrays.size() > 1) {
      notes.add("inputs " + names + " are taken for " + wanted.keySet() + " in this order");
    }
  }

  /** Shape of one example as the model wants it, after a place for the number of examples. */
  private long[] shape(String file, String name, TensorInfo info, InputArray array) {
    long[] wanted = info.getShape();
    List<Integer> own = array.shape();
    if (wanted.length == own.size() + 1) {
      boolean fits = true;
      long[] shape = new long[wanted.length];
      for (int i = 1; i < wanted.length; i++) {
        shape[i] = own.get(i - 1);
        fits &= wanted[i] <= 0 || wanted[i] == shape[i];
      }
      if (fits) {
        return shape;
      }
    }
    boolean known = wanted.length > 0 && Arrays.stream(wanted).skip(1).allMatch(n -> n > 0);
    long size = Arrays.stream(wanted).skip(1).reduce(1, (a, b) -> a * b);
    if (known && size == array.size()) {
      long[] shape = wanted.clone();
      notes.add("examples of shape " + own + " are handed over as " + text(wanted));
      return shape;
    }
    throw new RefusedException(
        file + ", input " + name,
        "examples of shape " + text(wanted),
        own.toString(),
        "give data of the shape that the model was exported for");
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape)
        .skip(1)
        .mapToObj(n -> n > 0 ? Long.toString(n) : "any")
        .toList()
        .toString();
  }

  /** What was assumed. */
  List<String> notes() {
    return notes;
  }

  Examples examples(Split split) {
    return data.examples(split);
  }

  /** The only array of real numbers, where there is no other; null otherwise. */
  boolean isOneOfReals() {
    return places.size() == 1 && !data.train().first().whole();
  }

  /** Numbers of a batch, by input. */
  Map<String, double[]> numbers(Batch batch) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    int[] indices = batch.indices();
    for (Map.Entry<String, Integer> entry : places.entrySet()) {
      InputArray array = data.examples(batch.split()).inputs().get(entry.getValue());
      int each = array.size();
      double[] values = new double[Math.multiplyExact(indices.length, each)];
      for (int i = 0; i < indices.length; i++) {
        for (int j = 0; j < each; j++) {
          values[i * each + j] = array.values().get(indices[i] * each + j);
        }
      }
      numbers.put(entry.getKey(), values);
    }
    return numbers;
  }

  /** Shapes of a batch of so many examples, by input. */
  Map<String, long[]> shapes(int examples) {
    Map<String, long[]> batch = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          long[] whole = shape.clone();
          whole[0] = examples;
          batch.put(name, whole);
        });
    return batch;
  }
}
