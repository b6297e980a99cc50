package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Work;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.ParameterVector;

class WorkPlanTest {
  private final MeasureCatalogue catalogue = new MeasureCatalogue();

  private static WorkPlan.Step step(WorkPlan plan, String name) {
    List<WorkPlan.Step> found =
        plan.steps().stream().filter(step -> step.work().name().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private static MeasureContext context(SoftmaxRegression problem, ParameterVector initial) {
    return Fixtures.context(problem, Fixtures.sgd(0.1, 0.9).withInitial(initial))
        .withTrajectory(Fixtures.spiral(initial))
        .withGroups(ChosenGroups.of("weight", problem.space()));
  }

  @Test
  void sharedWorkAppearsOnceWithAllItsUsers() {
    SoftmaxRegression problem = Fixtures.classifier(80, 40);
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context = context(problem, initial)) {
      WorkPlan plan = WorkPlan.of(context, catalogue.all());
      assertThat(step(plan, "visit of every example's gradient").measures())
          .containsExactly(
              "gradient-diversity",
              "signal-to-noise",
              "gradient-norms",
              "noise-scale-plug-in",
              "noise-curvature",
              "tail-index",
              "tail-hill");
      assertThat(step(plan, "tangent kernel").measures())
          .containsExactly("ntk-spectrum", "ntk-alignment", "kernel-or-rich");
      // Three classes, all 80 examples.
      assertThat(step(plan, "tangent kernel").work().gradients()).isEqualTo(3);
      assertThat(step(plan, "spectral norms of all layers").measures())
          .containsExactly("normalized-margins", "spectral-norms", "norm-products");
      Work spectra = step(plan, "singular values of all layers").work();
      // One matrix of 3 x 4 doubles.
      assertThat(spectra).isEqualTo(new Work(spectra.name(), 0, 0, 96));
      assertThat(step(plan, "singular values of both random controls").measures())
          .hasSizeLessThan(step(plan, "singular values of all layers").measures().size());
      assertThat(step(plan, "gradients along the way").work().gradients()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noProfileSpendsMoreThanItsPlan(boolean backwards) {
    List<Measure> measures = new ArrayList<>(catalogue.all());
    if (backwards) {
      Collections.reverse(measures);
    }
    SoftmaxRegression problem = Fixtures.classifier(80, 40);
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context = context(problem, initial)) {
      problem.parameters().scale(1.5);
      WorkPlan plan = WorkPlan.of(context, measures);
      Cost spent = Profile.of(context, measures, ProfileProgress.SILENT).total();
      assertThat(spent.gradients()).isPositive().isLessThanOrEqualTo(plan.gradients());
      assertThat(spent.hvps()).isPositive().isLessThanOrEqualTo(plan.hvps());
    }
  }

  @Test
  void noMeasureSpendsMoreThanItPlansAlone() {
    List<String> dearer = new ArrayList<>();
    for (Measure measure : catalogue.all()) {
      SoftmaxRegression problem = Fixtures.classifier(300, 40);
      try (ParameterVector initial = problem.parameters().copy();
          MeasureContext context = context(problem, initial)) {
        problem.parameters().scale(1.5);
        WorkPlan plan = WorkPlan.of(context, List.of(measure));
        Cost spent = Profile.of(context, List.of(measure), ProfileProgress.SILENT).total();
        if (spent.gradients() > plan.gradients() || spent.hvps() > plan.hvps()) {
          dearer.add(measure.card().id() + " spent " + spent + ", planned " + plan.steps());
        }
      }
    }
    assertThat(dearer).isEmpty();
  }

  @Test
  void representationAndNormsPlanWhatTheyHold() {
    SoftmaxRegression problem = Fixtures.classifier(80, 40);
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context = context(problem, initial)) {
      WorkPlan plan = WorkPlan.of(context, catalogue.all());
      WorkPlan.Step features = step(plan, "features of the last layer");
      assertThat(features.measures()).containsExactly("nc1", "nc2", "nc3", "nc4");
      // 80 rows of 4 features in double precision.
      assertThat(features.work().bytes()).isEqualTo(80 * 4 * 8);
      assertThat(step(plan, "products along all paths").work().bytes()).isEqualTo(3 * 4 * 8);
      assertThat(step(plan, "difference from the initial weights").work().bytes())
          .isEqualTo(15 * 8);
      assertThat(step(plan, "reading of all weights").measures()).containsExactly("weight-norms");
      assertThat(step(plan, "linear model of the labels").measures())
          .containsExactly("simplicity", "error-by-difficulty", "difficulty-over-training");
    }
  }

  @Test
  void measuresThatDoNotApplyPlanNothing() {
    Quadratic bowl = Fixtures.bowl(3, 1, 2);
    try (MeasureContext few = Fixtures.context(bowl)) {
      List<Measure> measures =
          catalogue.choose(
              List.of("tail-index", "gradient-noise", "ntk-spectrum", "noise-temperature"));
      assertThat(WorkPlan.of(few, measures).steps()).isEmpty();
    }
    Trajectory way = Fixtures.spiral(bowl.parameters());
    try (MeasureContext alone =
        MeasureContext.ofTrajectory(way, MeasureSettings.DEFAULT, new Seed(1))) {
      WorkPlan plan = WorkPlan.of(alone, catalogue.all());
      assertThat(plan.steps())
          .extracting(step -> step.work().name())
          .containsExactly("distances between the states");
      assertThat(plan.gradients() + plan.hvps()).isZero();
      assertThat(plan.examples()).isZero();
      assertThat(plan.parameters()).isEqualTo(2);
    }
  }
}
