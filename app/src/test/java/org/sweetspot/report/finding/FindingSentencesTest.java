package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Verdict;
import org.sweetspot.measure.dynamics.TrajectoryFinding;

class FindingSentencesTest {
  /** A verdict that nobody enters would only be missed by the one answer that has it. */
  @Test
  void everyVerdictOfEveryFamilyHasASentence() {
    List<JavaClass> families =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.sweetspot.measure")
                .stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(Verdict.class))
                .filter(type -> !type.isEquivalentTo(Finding.Reading.class))
                .toList();

    assertThat(families).hasSizeGreaterThan(15);
    for (JavaClass family : families) {
      for (Object verdict : family.reflect().getEnumConstants()) {
        assertThat(FindingSentences.template((Verdict) verdict))
            .as(family.getSimpleName() + "." + verdict)
            .isNotBlank()
            .doesNotContain("  ")
            .isEqualTo(FindingSentences.template((Verdict) verdict).strip());
      }
    }
  }

  @Test
  void aFactAmongTheParticularsIsAPartOfTheSentence() {
    Fact loss = Fact.of(TrajectoryFinding.FELL, 2.0, 0.5);
    Fact slope = Fact.of(TrajectoryFinding.UNCHANGED, 0.1234);
    assertThat(FindingSentences.sentence(Fact.of(TrajectoryFinding.LOSS_AND_SLOPE, loss, slope)))
        .isEqualTo(
            "The loss fell from 2 to 0.5, the length of its gradient did not change by more than"
                + " two errors (0.123 at the end).");
  }

  @Test
  void aVerdictOfNoFamilyIsRefused() {
    assertThatThrownBy(() -> FindingSentences.template(() -> "MADE_UP"))
        .hasMessageContaining("MADE_UP")
        .hasMessageContaining("FindingSentences");
  }

  @Test
  void whatCannotBeSaidInWordsIsRefusedAsAParticular() {
    assertThatThrownBy(() -> Fact.of(TrajectoryFinding.FELL, List.of(1.0)))
        .hasMessageContaining("expected numbers, names or facts");
  }
}
