package org.sweetspot.bridge;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterGroup;
import tools.jackson.databind.json.JsonMapper;

/** What a problem says of itself when it is opened: docs/bridge-protocol.md. */
final class PeerDescription {
  private static final JsonMapper JSON = new JsonMapper();

  private PeerDescription() {}

  /** What it is, in JSON. */
  static String of(Problem problem) {
    Map<String, Object> abilities = new HashMap<>();
    Map.of(
            "second-order", SecondOrder.class,
            "gauss-newton", GaussNewton.class,
            "per-example", PerExample.class,
            "outputs", Outputs.class,
            "output-gradients", OutputGradients.class,
            "features", Features.class,
            "inputs", Inputs.class)
        .forEach(
            (name, type) -> {
              if (problem.ability(type).isPresent()) {
                abilities.put(name, Map.of("counts-all-alike", true, "shape", shape(problem)));
              }
            });
    Map<String, Integer> sizes = new HashMap<>();
    for (Split split : Split.values()) {
      sizes.put(split.name().toLowerCase(Locale.ROOT), problem.size(split));
    }
    return JSON.writeValueAsString(
        Map.of(
            "framework",
            "Java",
            "model",
            problem.getClass().getSimpleName(),
            "device",
            "cpu",
            "precision",
            "double",
            "parameters",
            problem.space().groups().stream().map(PeerDescription::group).toList(),
            "sizes",
            sizes,
            "abilities",
            abilities));
  }

  private static List<Integer> shape(Problem problem) {
    return problem.ability(Inputs.class).map(Inputs::inputShape).orElse(List.of());
  }

  private static Map<String, Object> group(ParameterGroup group) {
    return Map.of(
        "name", group.name(),
        "role", group.role().name().toLowerCase(Locale.ROOT),
        "shape", group.shape());
  }
}
