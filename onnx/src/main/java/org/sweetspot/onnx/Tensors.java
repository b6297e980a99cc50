package org.sweetspot.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.sweetspot.problem.RefusedException;

/** Numbers into tensors of ONNX Runtime, and back. */
final class Tensors {
  private Tensors() {}

  /** A tensor; the caller closes it. */
  static OnnxTensor of(
      OrtEnvironment environment, OnnxJavaType type, double[] numbers, long[] shape, String file)
      throws OrtException {
    int count = numbers.length;
    switch (type) {
      case FLOAT -> {
        FloatBuffer target = memory(count, Float.BYTES).asFloatBuffer();
        for (double number : numbers) {
          target.put((float) number);
        }
        return OnnxTensor.createTensor(environment, target.rewind(), shape);
      }
      case DOUBLE -> {
        DoubleBuffer target = memory(count, Double.BYTES).asDoubleBuffer();
        target.put(numbers);
        return OnnxTensor.createTensor(environment, target.rewind(), shape);
      }
      case INT64 -> {
        LongBuffer target = memory(count, Long.BYTES).asLongBuffer();
        for (double number : numbers) {
          target.put((long) number);
        }
        return OnnxTensor.createTensor(environment, target.rewind(), shape);
      }
      case INT32 -> {
        IntBuffer target = memory(count, Integer.BYTES).asIntBuffer();
        for (double number : numbers) {
          target.put((int) number);
        }
        return OnnxTensor.createTensor(environment, target.rewind(), shape);
      }
      case BOOL -> {
        ByteBuffer target = memory(count, 1);
        for (double number : numbers) {
          target.put((byte) (number == 0 ? 0 : 1));
        }
        return OnnxTensor.createTensor(environment, target.rewind(), shape, OnnxJavaType.BOOL);
      }
      default ->
          throw new RefusedException(
              file,
              "inputs of float, double, int64, int32 or bool",
              type.toString(),
              "export the model with inputs of one of these types");
    }
  }

  private static ByteBuffer memory(int count, int each) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, each))
        .order(ByteOrder.nativeOrder());
  }

  /** The numbers of a value; half precision is widened. */
  static Table read(OnnxValue value, String what) {
    if (value instanceof OnnxTensor tensor) {
      long[] shape = tensor.getInfo().getShape();
      int count = 1;
      for (long extent : shape) {
        count = Math.multiplyExact(count, Math.toIntExact(extent));
      }
      double[] numbers = new double[count];
      OnnxJavaType type = tensor.getInfo().type;
      if (type == OnnxJavaType.DOUBLE) {
        tensor.getDoubleBuffer().get(numbers);
        return new Table(shape, numbers);
      }
      if (type == OnnxJavaType.FLOAT
          || type == OnnxJavaType.FLOAT16
          || type == OnnxJavaType.BFLOAT16) {
        FloatBuffer source = tensor.getFloatBuffer();
        for (int i = 0; i < count; i++) {
          numbers[i] = source.get(i);
        }
        return new Table(shape, numbers);
      }
    }
    throw new RefusedException(
        what,
        "a tensor of real numbers",
        String.valueOf(value.getInfo()),
        "name another one with --output or --features");
  }
}
