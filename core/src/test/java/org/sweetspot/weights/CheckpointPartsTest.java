package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.format.ComputedTensor;
import org.sweetspot.format.NumberType;
import org.sweetspot.format.StoredTensor;

/** Names that trainers give: slashes separate maps, dots are parts of a name. */
class CheckpointPartsTest {
  private static Candidate candidate(String path, long... shape) {
    List<String> keys = List.of(path.split("/", -1));
    return Candidate.of(
        new ComputedTensor(
            String.join(".", keys),
            NumberType.F32,
            Arrays.stream(shape).boxed().toList(),
            keys,
            StoredTensor.Part.UNKNOWN,
            () -> new double[0]));
  }

  private static List<String> kept(Candidate... all) {
    return CheckpointParts.of(List.of(all)).kept().stream().map(Candidate::name).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer/state/0/exp_avg",
        "optimizer_state_dict/state/0/x",
        "g_optim/state/0/x",
        "optimizerG/state/0/x",
        "optimizers/0/x",
        "last_optimizer_state/x",
        "opt/x",
        "opt_state.0.mu.w",
        "optim_d.x",
        "optimizer_weights/adam/m",
        "layer.weight.exp_avg_sq"
      })
  void stateOfOptimizersIsToldByItsNames(String name) {
    assertThat(kept(candidate("w", 2, 3), candidate(name, 2, 3))).containsExactly("w");
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimal.weight", "adaptor.weight", "option.weight", "copt.weight"})
  void otherNamesAreNoOptimizers(String name) {
    assertThat(kept(candidate("w", 2, 3), candidate(name, 2, 3))).containsExactly("w", name);
  }

  @ParameterizedTest
  @CsvSource({
    "model/a.w, model_ema/a.w",
    "state_dict/a.w, state_dict_ema/a.w",
    "params/a.w, params_ema/a.w",
    "g/a.w, g_ema/a.w",
    "net/a.w, avg_model/a.w",
    "model/a.w, ema/shadow_params/0",
    "model/a.w, swa_state_dict/module.a.w",
    "student/module.a.w, teacher/module.a.w",
    "policy_net/a.w, target_net/a.w",
    "critic.a.w, critic_target.a.w",
    "model.a.w, model_ema.aw",
    "module.encoder_q.a.w, module.encoder_k.a.w",
    "base_encoder.a.w, momentum_encoder.a.w",
    "conv/weights, conv/weights/ExponentialMovingAverage"
  })
  void aCopyBesideTheWeightsIsLeftOut(String weights, String copy) {
    Candidate trained = candidate(weights, 2, 3);
    assertThat(CheckpointParts.of(List.of(candidate(copy, 2, 3), trained)).kept())
        .extracting(Candidate::tensor)
        .containsExactly(trained.tensor());
  }

  @ParameterizedTest
  @CsvSource({
    "source_embedding.weight, target_embedding.weight",
    "a.weight, schema.weight",
    "a.w, target_head.weight"
  })
  void otherPartsOfANetworkAreNoCopies(String one, String other) {
    assertThat(kept(candidate(one, 2, 3), candidate(other, 2, 3))).containsExactly(one, other);
  }

  @Test
  void anAverageAloneIsTheNetwork() {
    assertThat(kept(candidate("params_ema/a.w", 2, 3))).containsExactly("params_ema.a.w");
    assertThat(kept(candidate("teacher/a.w", 2, 3))).containsExactly("teacher.a.w");
  }

  @Test
  void theModelIsFoundInNestedMaps() {
    assertThat(
            kept(
                candidate("state/model/a.w", 2, 3),
                candidate("state/epoch", new long[0]),
                candidate("loss_history/0", 5)))
        .containsExactly("a.w");
  }
}
