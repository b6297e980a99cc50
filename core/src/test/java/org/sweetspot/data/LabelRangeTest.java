package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelRangeTest {
  @Test
  void labelsThatStartAtOneAreToldByWhatToSubtract() {
    LabelRange range = LabelRange.of(data(List.of(), 1, 3, 2));

    assertThat(range.fits(4)).isTrue();
    assertThat(range.fits(3)).isFalse();
    assertThat(range.expected(3)).isEqualTo("labels from 0 to 2, for there are 3 outputs");
    assertThat(range.got(3)).isEqualTo("labels from 1 to 3");
    assertThat(range.remedy(3)).startsWith("subtract 1");
    assertThat(range.remedy(2)).startsWith("number the classes 0, 1, 2");
  }

  @Test
  void rowsThatCountNowhereAreLeftOut() {
    LabelRange range = LabelRange.of(data(List.of(), ClassLabels.IGNORED, 0, 2));

    assertThat(range).isEqualTo(new LabelRange(0, 2, 0));
    assertThat(range.fits(3)).isTrue();
  }

  @Test
  void eachNamedClassNeedsAnOutput() {
    LabelRange range = LabelRange.of(data(List.of("cat", "cow", "dog"), 0, 1, 0));

    assertThat(range.fits(2)).isFalse();
    assertThat(range.expected(2)).startsWith("3 outputs or more");
    assertThat(range.got(2)).isEqualTo("2 outputs");
  }

  private static DataSet data(List<String> names, int... labels) {
    Examples all = examples(names, labels);
    Examples none = examples(names);
    return new DataSet("three", "", false, all, none, none);
  }

  private static Examples examples(List<String> names, int... labels) {
    IntBuffer ids =
        ByteBuffer.allocateDirect(4 * labels.length).order(ByteOrder.nativeOrder()).asIntBuffer();
    for (int i = 0; i < labels.length; i++) {
      ids.put(i, labels[i]);
    }
    return new Examples(
        labels.length,
        List.of(
            new InputArray(
                "x", List.of(1), InputArray.Kind.REAL, Numbers.of(new float[labels.length]))),
        new ClassLabels(ids, List.of(), 5, names));
  }
}
