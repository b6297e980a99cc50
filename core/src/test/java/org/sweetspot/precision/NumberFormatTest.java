package org.sweetspot.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumberFormatTest {
  @Test
  void fourBitNumbersAreThoseOfTheSpecifications() {
    assertThat(magnitudes(FloatFormat.E2M1)).containsExactly(0f, .5f, 1f, 1.5f, 2f, 3f, 4f, 6f);
    assertThat(magnitudes(FloatFormat.E1M2))
        .containsExactly(0f, .25f, .5f, .75f, 1f, 1.25f, 1.5f, 1.75f);
    assertThat(magnitudes(LogarithmicFormat.LOG4))
        .containsExactly(0f, 1f, 2f, 4f, 8f, 16f, 32f, 64f);
    assertThat(magnitudes(IntegerFormat.INT4)).containsExactly(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
  }

  @Test
  void everyNumberIsEncodedAsACodeThatStandsForIt() {
    List<NumberFormat> formats = new ArrayList<>(Quantizers.formats());
    formats.add(new LogarithmicFormat(4));
    formats.add(new LogarithmicFormat(7));
    formats.add(new IntegerFormat(2));
    for (NumberFormat format : formats) {
      for (int code = 0; code < format.codes(); code++) {
        float number = format.decode(code);
        if (Float.isFinite(number) && Math.abs(number) <= format.grid().largest()) {
          float again = format.decode(format.encode(number));
          assertThat(again).as(format.name() + " " + code).isEqualTo(number);
        }
      }
    }
  }

  @Test
  void everyMidpointGoesToTheEvenNeighbourAndWhatIsBesideItToTheNearer() {
    for (NumberFormat format : Quantizers.formats()) {
      Float[] held = magnitudes(format).toArray(Float[]::new);
      for (int i = 0; i + 1 < held.length && held[i + 1] <= format.grid().largest(); i++) {
        float low = held[i];
        float high = held[i + 1];
        float middle = (float) ((low + (double) high) / 2);
        if (low + (double) high != 2.0 * middle) {
          continue; // float32's own subnormals
        }
        float step = (float) format.grid().step(low);
        float even = (low / step) % 2 == 0 ? low : high;
        Grid grid = format.grid();
        assertThat(grid.nearest(middle)).as(format.name() + " " + middle).isEqualTo(even);
        assertThat(grid.nearest(Math.nextUp(middle))).isEqualTo(high);
        assertThat(grid.nearest(-Math.nextDown(middle))).isEqualTo(-low);
        assertThat(grid.towardsZero(middle)).isEqualTo(low);
        assertThat(grid.awayFromZero(middle)).isEqualTo(high);
        assertThat(grid.probabilityAway(middle)).isEqualTo(0.5);
      }
    }
  }

  @Test
  void whatAFormatDoesNotHoldIsRefused() {
    assertThatThrownBy(() -> FloatFormat.E2M1.encode(Float.NaN))
        .hasMessageContaining("e2m1")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> IntegerFormat.INT8.decode(256)).hasMessageContaining("0 to 255");
    assertThatThrownBy(() -> new LogarithmicFormat(0)).hasMessageContaining("1 to 30");
    assertThatThrownBy(() -> new Grid(2, 0, 1.3f)).hasMessageContaining("1.3");
  }

  private static SortedSet<Float> magnitudes(NumberFormat format) {
    var magnitudes = new TreeSet<Float>();
    for (int code = 0; code < format.codes(); code++) {
      float number = Math.abs(format.decode(code));
      if (Float.isFinite(number)) {
        magnitudes.add(number);
      }
    }
    return magnitudes;
  }
}
