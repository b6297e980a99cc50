package org.sweetspot.torch.tangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Quantizers;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Attention with quantized products beside loops over its definition. */
class AttentionRuleTest {
  private static final int EXAMPLES = 2;
  private static final int HEADS = 3;

  /** More than a block of 32 and no multiple of one. */
  private static final int TOKENS = 37;

  private static final int EACH = 20;
  private static final int WIDTH = HEADS * EACH;

  /** Each operand in a format of its own, so that none can stand for another. */
  private static final Map<Operand, Quantizer> FORMATS =
      Map.of(
          Operand.FORWARD_INPUT, named("mxfp4"),
          Operand.FORWARD_WEIGHT, named("int8"),
          Operand.BACK_DELTA, named("nvfp4"),
          Operand.BACK_WEIGHT, named("mxfp8"),
          Operand.UPDATE_DELTA, named("e4m3"),
          Operand.UPDATE_INPUT, named("int4"));

  private static Quantizer named(String name) {
    return Quantizers.named(name).orElseThrow();
  }

  @Test
  void outputAndGradientAreThoseOfLoopsOverQuantizedOperands() {
    check(new Operands(Map.of(), Optional.empty()));
    check(new Operands(FORMATS, Optional.empty()));
    for (Operand operand : Operand.values()) {
      Map<Operand, Quantizer> one = new EnumMap<>(Operand.class);
      one.put(operand, named("mxfp4"));
      check(new Operands(one, Optional.empty()));
    }
  }

  @Test
  void productsThatAreKeptByNameStayAsTheyAre() {
    for (String kept : List.of("^one[.]scores$", "context", "^one[.]")) {
      check(new Operands(FORMATS, Optional.of(Pattern.compile(kept))));
    }
  }

  @Test
  void formatsOfAttentionAreNotThoseOfLayers() {
    check(new Operands(FORMATS, Map.of(), Optional.empty(), Optional.empty()));
    check(new Operands(Map.of(), FORMATS, Optional.empty(), Optional.empty()));
  }

  private static void check(Operands operands) {
    RandomStream stream = new Seed(3).stream("attention");
    float[] mix = gaussian(stream, EXAMPLES * TOKENS * 3 * WIDTH);
    float[] delta = gaussian(stream, EXAMPLES * TOKENS * WIDTH);
    Loops loops = new Loops(operands, mix, delta);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        Kept kept =
            Kept.quantized(new Quantization(operands, List.of(), new Seed(1).stream("draws"), 1))) {
      Forward forward =
          AttentionRule.once(tensor(mix, EXAMPLES, TOKENS, 3L * WIDTH), HEADS, "one", kept);
      near(numbers(forward.output()), loops.output);
      Tensor back =
          forward.backward().at(tensor(delta, EXAMPLES, TOKENS, WIDTH), Parts.zero(0)).delta();
      assertThat(back.shape()).containsExactly(EXAMPLES, TOKENS, 3L * WIDTH);
      near(numbers(back), loops.gradient);
    }
  }

  private static void near(float[] found, double[] expected) {
    assertThat(found.length).isEqualTo(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).as("number " + i).isCloseTo(expected[i], within(2e-5));
    }
  }

  private static float[] gaussian(RandomStream stream, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) stream.nextGaussian();
    }
    return values;
  }

  private static Tensor tensor(float[] values, long... shape) {
    return torch.from_blob(new FloatPointer(values), shape).clone();
  }

  private static float[] numbers(Tensor tensor) {
    Tensor dense = tensor.contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    new FloatPointer(dense.data_ptr_float()).get(values);
    return values;
  }

  /** The definition: matrices of all examples and heads one after another, row by row. */
  private static final class Loops {
    private static final int MATRICES = EXAMPLES * HEADS;

    private final Operands operands;
    final double[] output = new double[EXAMPLES * TOKENS * WIDTH];
    final double[] gradient = new double[EXAMPLES * TOKENS * 3 * WIDTH];

    Loops(Operands operands, float[] mix, float[] delta) {
      this.operands = operands;
      float[][] parts = new float[3][];
      for (int part = 0; part < 3; part++) {
        parts[part] = split(mix, 3, part);
      }
      float[] q = parts[0];
      float[] k = parts[1];
      float[] v = parts[2];
      float[] d = split(delta, 1, 0);
      double c = 1 / Math.sqrt(EACH);

      // S = c Q K', P = softmax, H = P V.
      float[] kt = turned(k, TOKENS, EACH);
      double[] s =
          product(
              rows("scores", Operand.FORWARD_INPUT, q, EACH),
              turned(rows("scores", Operand.FORWARD_WEIGHT, k, EACH), TOKENS, EACH),
              TOKENS,
              EACH,
              TOKENS);
      float[] p = softmax(s, c);
      float[] vt = turned(v, TOKENS, EACH);
      double[] h =
          product(
              rows("context", Operand.FORWARD_INPUT, p, TOKENS),
              turned(rows("context", Operand.FORWARD_WEIGHT, vt, TOKENS), EACH, TOKENS),
              TOKENS,
              TOKENS,
              EACH);
      put(h, output, 1, 0);

      // G = D V', V receives P'D.
      double[] g =
          product(
              rows("context", Operand.BACK_DELTA, d, EACH),
              turned(rows("context", Operand.BACK_WEIGHT, v, EACH), TOKENS, EACH),
              TOKENS,
              EACH,
              TOKENS);
      double[] ofV =
          product(
              rows("context", Operand.UPDATE_INPUT, turned(p, TOKENS, TOKENS), TOKENS),
              turned(
                  rows("context", Operand.UPDATE_DELTA, turned(d, TOKENS, EACH), TOKENS),
                  EACH,
                  TOKENS),
              TOKENS,
              TOKENS,
              EACH);
      put(ofV, gradient, 3, 2);

      // c E, then Q receives c E K and K receives c E'Q.
      float[] e = new float[p.length];
      for (int row = 0; row < MATRICES * TOKENS; row++) {
        double sum = 0;
        for (int j = 0; j < TOKENS; j++) {
          sum += p[row * TOKENS + j] * g[row * TOKENS + j];
        }
        for (int j = 0; j < TOKENS; j++) {
          e[row * TOKENS + j] = (float) (c * p[row * TOKENS + j] * (g[row * TOKENS + j] - sum));
        }
      }
      double[] ofQ =
          product(
              rows("scores", Operand.BACK_DELTA, e, TOKENS),
              turned(rows("scores", Operand.BACK_WEIGHT, kt, TOKENS), EACH, TOKENS),
              TOKENS,
              TOKENS,
              EACH);
      put(ofQ, gradient, 3, 0);
      double[] ofK =
          product(
              rows("scores", Operand.UPDATE_DELTA, turned(e, TOKENS, TOKENS), TOKENS),
              turned(
                  rows("scores", Operand.UPDATE_INPUT, turned(q, TOKENS, EACH), TOKENS),
                  EACH,
                  TOKENS),
              TOKENS,
              TOKENS,
              EACH);
      put(ofK, gradient, 3, 1);
    }

    /** Quantized with blocks along rows, if the product of that name is. */
    private float[] rows(String name, Operand operand, float[] values, int length) {
      Optional<Quantizer> quantizer = operands.ofAttention(operand);
      return quantizer.isEmpty() || operands.keeps("one." + name)
          ? values
          : quantizer.get().of(values, length, new Draws(0, 0));
    }

    private static float[] softmax(double[] scores, double scale) {
      float[] shares = new float[scores.length];
      for (int row = 0; row < MATRICES * TOKENS; row++) {
        double sum = 0;
        for (int j = 0; j <= row % TOKENS; j++) {
          sum += Math.exp(scale * scores[row * TOKENS + j]);
        }
        for (int j = 0; j <= row % TOKENS; j++) {
          shares[row * TOKENS + j] = (float) (Math.exp(scale * scores[row * TOKENS + j]) / sum);
        }
      }
      return shares;
    }

    /** Matrix by matrix, rows x summed times summed x columns. */
    private static double[] product(float[] a, float[] b, int rows, int summed, int columns) {
      double[] product = new double[MATRICES * rows * columns];
      for (int m = 0; m < MATRICES; m++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            double sum = 0;
            for (int k = 0; k < summed; k++) {
              sum += a[(m * rows + i) * summed + k] * (double) b[(m * summed + k) * columns + j];
            }
            product[(m * rows + i) * columns + j] = sum;
          }
        }
      }
      return product;
    }

    private static float[] turned(float[] matrices, int rows, int columns) {
      float[] turned = new float[matrices.length];
      for (int m = 0; m < MATRICES; m++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            turned[(m * columns + j) * rows + i] = matrices[(m * rows + i) * columns + j];
          }
        }
      }
      return turned;
    }

    /** Where the number of a matrix lies among tokens of several parts. */
    private static int place(int matrix, int token, int i, int parts, int part) {
      int example = matrix / HEADS;
      int head = matrix % HEADS;
      return ((example * TOKENS + token) * parts + part) * WIDTH + head * EACH + i;
    }

    private static float[] split(float[] all, int parts, int part) {
      float[] matrices = new float[MATRICES * TOKENS * EACH];
      for (int at = 0; at < matrices.length; at++) {
        int token = at / EACH % TOKENS;
        matrices[at] = all[place(at / EACH / TOKENS, token, at % EACH, parts, part)];
      }
      return matrices;
    }

    private static void put(double[] matrices, double[] all, int parts, int part) {
      for (int at = 0; at < matrices.length; at++) {
        int token = at / EACH % TOKENS;
        all[place(at / EACH / TOKENS, token, at % EACH, parts, part)] = matrices[at];
      }
    }
  }
}
