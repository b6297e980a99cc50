package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.ParameterVector;

@Tag("heavy")
class CompanyTest {
  private static final int COMPANIES = 12;

  private final MeasureCatalogue catalogue = new MeasureCatalogue();

  /** Everything but the cost, bit by bit. */
  private static String answer(Measurement found) {
    return String.join(
        " | ",
        found.status().name(),
        String.valueOf(found.value()),
        String.valueOf(found.error()),
        found.estimator(),
        found.conventions().text(),
        found.control());
  }

  private static Map<String, String> answers(int examples, List<Measure> company) {
    SoftmaxRegression problem = Fixtures.classifier(examples, 60);
    Map<String, String> answers = new LinkedHashMap<>();
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context =
            Fixtures.context(problem, Fixtures.sgd(0.1, 0.9).withInitial(initial))
                .withTrajectory(Fixtures.spiral(initial))
                .withGroups(ChosenGroups.of("weight", problem.space()))) {
      problem.parameters().scale(1.5);
      WorkPlan.of(context, company);
      Profile.of(context, company, ProfileProgress.SILENT)
          .measurements()
          .forEach(found -> answers.put(found.id(), answer(found)));
    }
    return answers;
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 300})
  void anAnswerDoesNotDependOnItsCompany(int examples) {
    Map<String, String> alone = new LinkedHashMap<>();
    for (Measure measure : catalogue.all()) {
      alone.putAll(answers(examples, List.of(measure)));
    }
    RandomStream stream = new Seed(21).stream("companies");
    for (int draw = 0; draw < COMPANIES; draw++) {
      List<Measure> company = new ArrayList<>();
      int[] order = stream.permutation(catalogue.all().size());
      int size = 2 + stream.nextInt(draw == 0 ? order.length - 2 : 20);
      for (int i = 0; i < size; i++) {
        company.add(catalogue.all().get(order[i]));
      }
      assertThat(answers(examples, company))
          .allSatisfy((id, found) -> assertThat(found).as(id).isEqualTo(alone.get(id)));
    }
    assertThat(answers(examples, catalogue.all())).isEqualTo(alone);
  }
}
