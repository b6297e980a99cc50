package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.norm.WeightNorms;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.ParameterVector;

class ProfileTest {
  private static final Set<String> OTHER_TARGETS =
      Set.of("r2", "mean-absolute-error", "rmse", "label-accuracy", "label-f1");

  private final MeasureCatalogue catalogue = new MeasureCatalogue();

  @Test
  void everyMeasureAnswersForAClassifierWhoseTrainingIsKnown() {
    SoftmaxRegression problem = Fixtures.classifier(200, 100);
    List<Double> shares = new ArrayList<>();
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context =
            Fixtures.context(problem, Fixtures.sgd(0.1, 0.9).withInitial(initial))
                .withTrajectory(Fixtures.spiral(initial))
                .withGroups(ChosenGroups.of("weight", problem.space()))) {
      problem.parameters().scale(1.5);
      Profile profile = Profile.of(context, catalogue.all(), (card, share) -> shares.add(share));
      assertThat(profile.measurements())
          .extracting(Measurement::id)
          .containsExactlyElementsOf(catalogue.ids());
      assertThat(profile.find("convolution-norms").orElseThrow().status())
          .isEqualTo(Status.NOT_APPLICABLE);
      assertThat(profile.measurements())
          // Features have no frequencies.
          .filteredOn(answer -> !answer.id().contains("frequency"))
          .filteredOn(answer -> !answer.id().equals("convolution-norms"))
          // Of numbers to be answered, and of several labels an example.
          .filteredOn(answer -> !OTHER_TARGETS.contains(answer.id()))
          // There is no normalization.
          .filteredOn(answer -> !answer.id().equals("effective-learning-rate"))
          // There is no hidden layer.
          .filteredOn(answer -> !answer.id().equals("function-space-stability"))
          // Five states are too few for their tails.
          .filteredOn(answer -> !answer.id().equals("trajectory-tail-index"))
          // And for the dimensions of their cloud.
          .filteredOn(answer -> !answer.id().equals("ph-dimension"))
          .filteredOn(answer -> !answer.id().equals("correlation-dimension"))
          .allSatisfy(
              answer -> {
                assertThat(answer.status())
                    .as(answer.id() + ": " + answer.conventions().text())
                    .isIn(Status.EXACT, Status.ESTIMATE);
                assertThat(answer.value()).isNotNull();
                assertThat(answer.estimator()).isNotBlank();
                assertThat(answer.conventions().text()).isNotBlank();
                assertThat(answer.source()).isNotBlank();
                assertThat(answer.error() == null).isEqualTo(answer.status() == Status.EXACT);
              });
      assertThat(profile.measurements())
          .filteredOn(answer -> answer.value() != null)
          .hasSizeGreaterThan(85)
          .allSatisfy(
              answer -> {
                Measure measure = catalogue.choose(List.of(answer.id())).get(0);
                assertThat(measure.judge(answer))
                    .as(answer.id() + " says more than how to read it")
                    .isNotEqualTo(Finding.READING)
                    .extracting(Finding::toString)
                    .asString()
                    .doesNotContain("NaN")
                    .doesNotContain("Infinity");
              });
      assertThat(shares).hasSize(catalogue.all().size()).isSorted().startsWith(0.0);
      assertThat(profile.total().hvps())
          .isEqualTo(
              profile.measurements().stream().mapToDouble(answer -> answer.cost().hvps()).sum());
      assertThat(profile.find("ece")).isPresent();
      assertThat(profile.find("nothing")).isEmpty();
    }
  }

  @Test
  void equalSeedsGiveEqualProfiles() {
    List<List<Object>> values = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (MeasureContext context =
          Fixtures.context(Fixtures.classifier(60, 30), Fixtures.sgd(0.1, 0.9))) {
        List<Object> one = new ArrayList<>();
        for (Measurement answer :
            Profile.of(context, catalogue.all(), ProfileProgress.SILENT).measurements()) {
          one.add(String.valueOf(answer.value()) + answer.error());
        }
        values.add(one);
      }
    }
    assertThat(values.get(0)).isEqualTo(values.get(1));
  }

  @Test
  void sharedWorkMakesAProfileCheaperThanItsParts() {
    List<Measure> pair = catalogue.choose(List.of("hessian-eigenvalues", "stability-margin"));
    double parts = 0;
    for (Measure measure : pair) {
      try (MeasureContext context =
          Fixtures.context(Fixtures.classifier(60, 0), Fixtures.sgd(0.1, 0))) {
        parts += measure.measure(context).cost().hvps();
      }
    }
    try (MeasureContext context =
        Fixtures.context(Fixtures.classifier(60, 0), Fixtures.sgd(0.1, 0))) {
      assertThat(Profile.of(context, pair, ProfileProgress.SILENT).total().hvps())
          .isEqualTo(parts / 2);
    }
  }

  private static Measure throwing(Supplier<RuntimeException> fault) {
    return new Measure() {
      @Override
      public Card card() {
        return new WeightNorms().card();
      }

      @Override
      public Answer answer(MeasureContext context) {
        throw fault.get();
      }
    };
  }

  @Test
  void onlyWhatSpeaksOfTheNumbersIsNotApplicable() {
    List<RuntimeException> failed = new ArrayList<>();
    ProfileProgress goOn =
        new ProfileProgress() {
          @Override
          public void measuring(Card card, double share) {}

          @Override
          public void failed(Card card, RuntimeException cause) {
            failed.add(cause);
          }
        };
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(20, 0))) {
      List<Measure> measures =
          List.of(
              throwing(() -> new UndefinedException("zero over zero")),
              throwing(() -> new ArithmeticException("integer overflow")));
      Profile profile = Profile.of(context, measures, goOn);
      assertThat(profile.measurements())
          .extracting(Measurement::status)
          .containsExactly(Status.NOT_APPLICABLE, Status.FAILED);
      assertThat(failed).hasSize(1);
    }
  }

  @Test
  void whatNoArrayHoldsIsTooLarge() {
    assertThat(ArraySize.of("weights", 3, 5)).isEqualTo(15);
    assertThat(ArraySize.of("weights", 1L << 40, 0)).isZero();
    assertThatThrownBy(() -> ArraySize.of("weights", 1L << 40, 1L << 40))
        .isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("too large: weights");
  }

  @Test
  void anUnknownIdIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> catalogue.choose(List.of("hessian-trase")))
        .hasMessageContaining("hessian-trace")
        .hasMessageContaining("got hessian-trase");
    assertThatThrownBy(() -> new MeasureCatalogue(List.of(new WeightNorms(), new WeightNorms())))
        .hasMessageContaining("twice");
  }

  @Test
  void everyMeasureHasItsPlaceInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "measures.md"));
    for (Measure measure : catalogue.all()) {
      Card card = measure.card();
      assertThat(page).as(card.id()).contains("`" + card.id() + "`").contains(card.question());
    }
  }
}
