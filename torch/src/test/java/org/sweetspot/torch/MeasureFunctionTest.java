package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;

/** Measures of the function against numbers computed independently in Python. */
class MeasureFunctionTest {
  private static void with(Consumer<MeasureContext> question) {
    try (TorchProblem problem = FunctionReferences.open();
        ParameterVector start = problem.space().zero()) {
      start.set(FunctionReferences.expected("start"));
      TrainingFacts facts = TrainingFacts.UNKNOWN.withInitial(start);
      try (MeasureContext context =
          new MeasureContext(problem, facts, MeasureSettings.DEFAULT, new Seed(3))
              .withAlgebra(new TorchAlgebra(1))) {
        question.accept(context);
      }
    }
  }

  private static Measurement ask(MeasureContext context, String id) {
    return new MeasureCatalogue().choose(List.of(id)).get(0).measure(context);
  }

  @Test
  void neuralCollapseIsNumpys() {
    with(
        context -> {
          FunctionReferences.assertScalar(ask(context, "nc1"), "nc1");
          Measurement simplex = ask(context, "nc2");
          for (String part : List.of("equinorm", "equinorm-sample", "equiangular")) {
            FunctionReferences.assertPart(simplex, part, "nc2-" + part);
          }
          FunctionReferences.assertScalar(ask(context, "nc3"), "nc3");
          FunctionReferences.assertScalar(ask(context, "nc4"), "nc4");
        });
  }

  @Test
  void featuresOfAScriptedModuleFollowFromDerivatives() {
    try (TorchProblem problem = FunctionReferences.open()) {
      LastLayer layer =
          problem.ability(Features.class).orElseThrow().lastLayer(Batch.range(Split.TRAIN, 0, 24));
      assertThat(layer).isInstanceOf(LastLayer.Seen.class);
      assertThat(((LastLayer.Seen) layer).features().entries())
          .containsExactly(FunctionReferences.expected("features"), within(1e-12));
      // A batch of fewer rows than classes, and one that is no multiple of them.
      for (int size : new int[] {1, 5}) {
        LastLayer part =
            problem
                .ability(Features.class)
                .orElseThrow()
                .lastLayer(Batch.range(Split.TRAIN, 0, size));
        double[] few = ((LastLayer.Seen) part).features().entries();
        for (int i = 0; i < few.length; i++) {
          assertThat(few[i]).isCloseTo(FunctionReferences.expected("features")[i], within(1e-12));
        }
      }
    }
  }

  @Test
  void marginsAreNumpysQuantiles() {
    with(
        context -> {
          String[] names = {"q05", "q25", "q50", "q75", "q95", "mean"};
          for (String id : List.of("margins", "normalized-margins")) {
            Measurement answer = ask(context, id);
            for (int k = 0; k < names.length; k++) {
              FunctionReferences.assertClose(
                  FunctionReferences.part(answer, names[k]),
                  FunctionReferences.expected(id)[k],
                  id + " " + names[k]);
            }
          }
        });
  }

  @Test
  void theTangentKernelIsThatOfExplicitJacobians() {
    try (TorchProblem problem = FunctionReferences.open()) {
      for (long bytes : new long[] {1L << 30, 20_000, 1}) {
        Matrix kernel =
            problem
                .ability(TangentKernel.class)
                .orElseThrow()
                .tangentKernel(Batch.range(Split.TRAIN, 0, 24), problem.parameters(), bytes);
        assertThat(kernel.entries())
            .containsExactly(FunctionReferences.expected("kernel"), within(1e-10));
      }
    }
  }

  @Test
  void kernelMeasuresAreTheirDefinitions() {
    with(
        context -> {
          double[] weights = context.subject().problem().parameters().toArray();
          Measurement spectrum = ask(context, "ntk-spectrum");
          FunctionReferences.assertPart(spectrum, "trace", "ntk-trace");
          FunctionReferences.assertPart(spectrum, "effective-rank", "ntk-effective-rank");
          FunctionReferences.assertPart(spectrum, "participation", "ntk-participation");
          for (int k = 0; k < 5; k++) {
            FunctionReferences.assertClose(
                FunctionReferences.part(spectrum, "eigenvalue-" + (k + 1)),
                FunctionReferences.expected("ntk-eigenvalues")[k],
                "eigenvalue " + k);
          }
          Measurement alignment = ask(context, "ntk-alignment");
          FunctionReferences.assertPart(alignment, "alignment", "ntk-alignment");
          FunctionReferences.assertPart(alignment, "centred", "ntk-centred");
          Measurement rich = ask(context, "kernel-or-rich");
          for (String part : List.of("kernel-movement", "alignment-gain", "weight-movement")) {
            FunctionReferences.assertPart(rich, part, part);
          }
          assertThat(context.subject().problem().parameters().toArray()).isEqualTo(weights);
        });
  }

  @Test
  void calibrationIsThatOfTheDefinitions() {
    with(
        context -> {
          for (String id : List.of("nll", "ece", "ece-equal-mass", "ece-classwise", "brier")) {
            FunctionReferences.assertScalar(ask(context, id), id);
          }
          Measurement over = ask(context, "over-confidence");
          FunctionReferences.assertPart(over, "gap", "gap");
          FunctionReferences.assertPart(over, "overconfidence-error", "overconfidence-error");
          Measurement parts = ask(context, "brier-parts");
          for (String part : List.of("reliability", "resolution", "uncertainty", "within-bin")) {
            FunctionReferences.assertPart(parts, part, part);
          }
          Measurement temperature = ask(context, "temperature");
          FunctionReferences.assertPart(temperature, "temperature", "temperature");
          FunctionReferences.assertPart(temperature, "nll", "nll-at-temperature");
        });
  }

  @Test
  void noiseIsThatOfExplicitGradientsAndHessian() {
    with(
        context -> {
          FunctionReferences.assertPart(
              ask(context, "gradient-diversity"), "diversity", "diversity");
          Measurement ratio = ask(context, "signal-to-noise");
          FunctionReferences.assertPart(ratio, "all", "signal-to-noise");
          double[] layers = FunctionReferences.expected("layers-signal-to-noise");
          for (int g = 0; g < layers.length; g++) {
            String name = context.subject().problem().space().groups().get(g).name();
            FunctionReferences.assertClose(FunctionReferences.part(ratio, name), layers[g], name);
          }
          FunctionReferences.assertScalar(
              ask(context, "noise-scale-plug-in"), "noise-scale-plug-in");
          Measurement norms = ask(context, "gradient-norms");
          FunctionReferences.assertPart(norms, "mean", "norm-mean");
          FunctionReferences.assertPart(norms, "largest", "norm-max");
          FunctionReferences.assertPart(norms, "deviation", "norm-deviation");
          Measurement shape = ask(context, "noise-curvature");
          FunctionReferences.assertPart(shape, "trace-h-sigma", "trace-h-sigma");
          FunctionReferences.assertPart(shape, "cosine", "cosine-h-sigma");
          FunctionReferences.assertPart(ask(context, "tail-index"), "all", "stable-index");
          FunctionReferences.assertPart(ask(context, "tail-hill"), "all", "hill");
          FunctionReferences.assertPart(
              ask(context, "gradient-noise"), "trace-sigma", "trace-sigma");
        });
  }

  @Test
  void linearizationsSurviveAKernelAtOtherWeights() {
    with(
        context -> {
          double before =
              context.subject().problem().loss(context.sampling().batch(), Mode.EVALUATE);
          Measurement first = ask(context, "hessian-eigenvalues");
          ask(context, "kernel-or-rich");
          Measurement trace = ask(context, "hessian-trace");
          assertThat(first.value()).isNotNull();
          assertThat(trace.value()).isNotNull();
          assertThat(context.subject().problem().loss(context.sampling().batch(), Mode.EVALUATE))
              .isEqualTo(before);
        });
  }
}
