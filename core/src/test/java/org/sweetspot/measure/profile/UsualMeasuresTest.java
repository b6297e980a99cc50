package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsualMeasuresTest {
  @Test
  void whatIsLeftOutExistsAndTheRestIsUsual() {
    MeasureCatalogue catalogue = new MeasureCatalogue();
    assertThat(catalogue.ids()).containsAll(UsualMeasures.expensive());
    assertThat(UsualMeasures.of(catalogue))
        .hasSize(catalogue.all().size() - UsualMeasures.expensive().size())
        .extracting(measure -> measure.card().id())
        .contains(
            "loss",
            "accuracy",
            "hessian-eigenvalues",
            "stability-margin",
            "noise-scale",
            "temperature")
        .doesNotContainAnyElementsOf(UsualMeasures.expensive());
  }
}
