package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Measure;

class TopicTest {
  @Test
  void everyMeasureStandsUnderAQuestion() {
    for (Measure measure : new MeasureCatalogue().all()) {
      assertThat(Topic.of(measure).question()).as(measure.card().id()).endsWith("?");
    }
  }
}
