package org.sweetspot.app;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Classes of the engine stand in an order: none uses, through others, one that uses it. */
class CirclesTest {

  @Test
  void noClassesOfTheEngineFormACircle() {
    rule(type -> type.getPackageName().startsWith("org.sweetspot.torch"))
        .check(ArchitectureTest.CLASSES);
  }

  @Test
  void aCircleIsFound() {
    ArchRule rule = rule(type -> type.getPackageName().equals("org.sweetspot.vector"));
    assertThat(rule.evaluate(ArchitectureTest.CLASSES).getFailureReport().getDetails())
        .anySatisfy(circle -> assertThat(circle).contains("ArraySpace").contains("ArrayVector"));
  }

  /** Nested classes count with the class around them. */
  private static ArchRule rule(Predicate<JavaClass> chosen) {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return chosen.test(type)
                    ? SliceIdentifier.of(outermost(type).getName())
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "classes with those nested in them";
              }
            })
        .should()
        .beFreeOfCycles();
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(CirclesTest::outermost).orElse(type);
  }
}
