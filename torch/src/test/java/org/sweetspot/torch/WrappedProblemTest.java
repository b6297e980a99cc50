package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.WrappedProblem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.NormalizationRecipe.Kind;

/** A problem around another one, which withholds an ability of it. */
class WrappedProblemTest {
  private static final class Withholding extends WrappedProblem {
    private final Problem inner;
    private final Class<?> withheld;

    Withholding(Problem inner, Class<?> withheld) {
      super(inner);
      this.inner = inner;
      this.withheld = withheld;
    }

    @Override
    public <A> Optional<A> ability(Class<A> type) {
      return type == withheld ? Optional.empty() : inner.ability(type);
    }
  }

  private static List<Measurement> measured(Problem problem) {
    try (MeasureContext context =
        new MeasureContext(problem, TrainingFacts.UNKNOWN, MeasureSettings.DEFAULT, new Seed(3))) {
      List<String> ids = List.of("hessian-eigenvalues", "gradient-norm", "loss", "accuracy");
      return Profile.of(
              context,
              new MeasureCatalogue()
                  .all().stream().filter(one -> ids.contains(one.card().id())).toList(),
              ProfileProgress.SILENT)
          .measurements();
    }
  }

  @Test
  void measuresOfAWithheldAbilityDoNotApplyAndTheOthersAnswerAlike() {
    try (Problem problem =
        Fixtures.open(Fixtures.mlp(Activation.TANH, Kind.NONE), Fixtures.features(24))) {
      List<Measurement> whole = measured(problem);
      List<Measurement> wrapped = measured(new Withholding(problem, SecondOrder.class));
      assertThat(whole)
          .extracting(Measurement::id)
          .contains("hessian-eigenvalues")
          .hasSizeGreaterThan(1);
      for (int i = 0; i < whole.size(); i++) {
        if (whole.get(i).id().equals("hessian-eigenvalues")) {
          assertThat(whole.get(i).status()).isNotEqualTo(Status.NOT_APPLICABLE);
          assertThat(wrapped.get(i).status()).isEqualTo(Status.NOT_APPLICABLE);
        } else {
          assertThat(wrapped.get(i).value()).isEqualTo(whole.get(i).value());
        }
      }
    }
  }
}
