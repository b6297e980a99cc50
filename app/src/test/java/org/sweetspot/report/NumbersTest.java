package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.measure.Value;
import org.sweetspot.statistics.Interval;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "3.14159, 3.14",
    "-3.14159, \u22123.14",
    "12.34, 12.3",
    "0.0123456, 0.0123",
    "210, 210",
    "1234.5, 1235",
    "0.00012345, 1.23e\u22124",
    "12345678.9, 1.23e7",
    "1.5e-12, 1.50e\u221212",
    "NaN, no number",
    "Infinity, no number"
  })
  void keepsThreeDigits(double value, String text) {
    assertThat(Numbers.significant(value)).isEqualTo(text);
  }

  @Test
  void neverWritesMinusZero() {
    assertThat(Numbers.signedPoints(-0.01)).isEqualTo("0.0");
    assertThat(Numbers.signedPoints(0.01)).isEqualTo("0.0");
    assertThat(Numbers.signedPoints(-0.06)).isEqualTo("\u22120.1");
  }

  @Test
  void leavesOutTheEndsWhereThereAreNone() {
    assertThat(Numbers.points(new Interval(2, 1, 3))).isEqualTo("2.0 (1.0 to 3.0)");
    assertThat(Numbers.points(new Interval(2, Double.NaN, 3))).isEqualTo("2.0");
  }

  @ParameterizedTest
  @CsvSource({
    "4, \u00d74.00",
    "0.5, \u00f72.00",
    "32, \u00d732",
    "0, no ratio",
    "-2, no ratio",
    "NaN, no ratio"
  })
  void writesRatiosAsFactors(double ratio, String text) {
    assertThat(Numbers.factor(ratio)).isEqualTo(text);
  }

  @Test
  void beginsLongListsAndCountsTheRest() {
    assertThat(Numbers.value(new Value.Series(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))))
        .isEqualTo("1, 2, 3, 4 and 2 more");
  }

  @Test
  void namesTheColumnsOfACurve() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("t", new double[] {0, 1, 2});
    columns.put("density", new double[] {3, 4, 5});
    assertThat(Numbers.value(Value.Columns.of(columns))).isEqualTo("3 rows of t, density");
  }
}
