package org.sweetspot.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class TransposableMaskTest {
  private static final int SIZE = 4;

  @Test
  void theExactSolverIsAsGoodAsTheBestOfAllChoices() {
    for (int kept = 1; kept <= 3; kept++) {
      List<int[]> all = all(kept);
      RandomStream stream = new Seed(1).stream("blocks" + kept);
      for (int block = 0; block < 400; block++) {
        float[] weights = block(stream, SIZE, block % 2 == 0);
        double best = all.stream().mapToDouble(choice -> sum(weights, choice)).max().orElseThrow();
        boolean[] mask = solved(new ExactMatching(), weights, SIZE, kept);
        assertThat(TransposableMask.kept(weights, mask)).isCloseTo(best, within(1e-5));
      }
    }
    // 4x4 matrices of zeros and ones whose rows and columns sum to 2: 90 of them.
    assertThat(all(2)).hasSize(90);
  }

  @Test
  void greedyKeepsAlmostAllOfTheBestTotal() {
    RandomStream stream = new Seed(2).stream("greedy");
    double greedy = 0;
    double exact = 0;
    for (int block = 0; block < 4000; block++) {
      float[] weights = block(stream, SIZE, false);
      double one = TransposableMask.kept(weights, solved(new RepairedGreedy(), weights, SIZE, 2));
      double best = TransposableMask.kept(weights, solved(new ExactMatching(), weights, SIZE, 2));
      assertThat(one).isBetween(0.5 * best, best * (1 + 1e-6));
      greedy += one;
      exact += best;
    }
    assertThat(greedy / exact).isGreaterThan(0.98);
  }

  @Test
  void theEntropicMethodIsNearerToTheBestThanGreedyInLargeBlocks() {
    RandomStream stream = new Seed(3).stream("entropic");
    double greedy = 0;
    double entropic = 0;
    double exact = 0;
    for (int block = 0; block < 60; block++) {
      float[] weights = block(stream, 16, false);
      greedy += TransposableMask.kept(weights, solved(new RepairedGreedy(), weights, 16, 4));
      entropic += TransposableMask.kept(weights, solved(EntropicTransport.USUAL, weights, 16, 4));
      exact += TransposableMask.kept(weights, solved(new ExactMatching(), weights, 16, 4));
    }
    assertThat(entropic).isGreaterThan(greedy).isLessThanOrEqualTo(exact * (1 + 1e-9));
    assertThat(entropic / exact).isGreaterThan(0.99);
  }

  @Test
  void theRelaxedChoiceHasItsSumsAndBounds() {
    float[] weights = block(new Seed(4).stream("plan"), 8, false);
    double[] plan = new EntropicTransport(3000, 20).plan(weights, 8, 3);
    for (int i = 0; i < 8; i++) {
      double row = 0;
      double column = 0;
      for (int j = 0; j < 8; j++) {
        row += plan[i * 8 + j];
        column += plan[j * 8 + i];
        assertThat(plan[i * 8 + j]).isBetween(0.0, 1.0);
      }
      assertThat(row).isCloseTo(3, within(1e-3));
      assertThat(column).isCloseTo(3, within(1e-3));
    }
  }

  @Test
  void everySolverKeepsSoManyOfEachRowAndColumnEvenOfEqualNumbers() {
    RandomStream stream = new Seed(5).stream("counts");
    for (BlockSolver solver :
        List.of(new ExactMatching(), new RepairedGreedy(), EntropicTransport.USUAL)) {
      for (int size : new int[] {2, 4, 8, 16}) {
        for (int block = 0; block < 60; block++) {
          int kept = 1 + stream.nextInt(size - 1);
          float[] weights = block == 0 ? new float[size * size] : block(stream, size, true);
          boolean[] mask = solved(solver, weights, size, kept);
          for (int i = 0; i < size; i++) {
            int row = 0;
            int column = 0;
            for (int j = 0; j < size; j++) {
              row += mask[i * size + j] ? 1 : 0;
              column += mask[j * size + i] ? 1 : 0;
            }
            assertThat(List.of(row, column)).as(solver + " " + size).containsExactly(kept, kept);
          }
        }
      }
    }
  }

  @Test
  void theMaskOfTheTransposeIsTheTransposeOfTheMask() {
    RandomStream stream = new Seed(6).stream("transpose");
    float[] values = block(stream, 12, false);
    float[] across = new float[values.length];
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        across[j * 12 + i] = values[i * 12 + j];
      }
    }
    SparsePattern pattern = SparsePattern.of("2:4");
    boolean[] mask = TransposableMask.of(values, 12, pattern, new ExactMatching());
    boolean[] other = TransposableMask.of(across, 12, pattern, new ExactMatching());
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        assertThat(other[j * 12 + i]).isEqualTo(mask[i * 12 + j]);
      }
    }
  }

  @Test
  void whatFillsNoBlockIsKept() {
    boolean[] mask =
        TransposableMask.of(new float[30], 6, SparsePattern.of("1:4"), new RepairedGreedy());
    int kept = 0;
    for (boolean one : mask) {
      kept += one ? 1 : 0;
    }
    assertThat(kept).isEqualTo(4 + 30 - 16);
  }

  private static boolean[] solved(BlockSolver solver, float[] weights, int size, int kept) {
    boolean[] mask = new boolean[weights.length];
    solver.solve(weights, size, kept, mask);
    return mask;
  }

  private static float[] block(RandomStream stream, int size, boolean coarse) {
    float[] block = new float[size * size];
    for (int i = 0; i < block.length; i++) {
      block[i] = coarse ? stream.nextInt(4) : (float) Math.abs(stream.nextGaussian());
    }
    return block;
  }

  private static double sum(float[] weights, int[] rows) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        sum += (rows[i] >> j & 1) * weights[i * SIZE + j];
      }
    }
    return sum;
  }

  private static List<int[]> all(int kept) {
    var all = new ArrayList<int[]>();
    for (int code = 0; code < 1 << (SIZE * SIZE); code++) {
      int[] rows = {code & 15, code >> 4 & 15, code >> 8 & 15, code >> 12 & 15};
      boolean fits = true;
      for (int j = 0; j < SIZE; j++) {
        int column = 0;
        for (int row : rows) {
          column += row >> j & 1;
        }
        fits &= column == kept && Integer.bitCount(rows[j]) == kept;
      }
      if (fits) {
        all.add(rows);
      }
    }
    return all;
  }
}
