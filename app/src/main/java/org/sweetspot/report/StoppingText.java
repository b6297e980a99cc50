package org.sweetspot.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.generalization.stopping.GradientEvidence;
import org.sweetspot.generalization.stopping.GradientEvidence.State;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** When one run should have stopped, for a terminal and as JSON. */
public final class StoppingText {
  private static final int SCHEMA = 1;

  private StoppingText() {}

  /**
   * The text.
   *
   * @param losses of a held-out split at the states, looked at afterwards; empty where there is
   *     none
   */
  public static String of(GradientEvidence evidence, List<Double> losses, int width) {
    Terminal terminal = new Terminal(width, false);
    Optional<State> stop = chosen(evidence);
    terminal.paragraph(
        stop.map(
                state ->
                    String.format(
                        Locale.ROOT,
                        "Keep the state of step %.0f: from there on the gradient cannot be told"
                            + " from chance in the draw of the training examples.",
                        state.step()))
            .orElse(
                evidence.all()
                    ? "Cannot tell: at the last state the gradient is still more than chance in"
                        + " the draw of the training examples. That is no reason to go on: a"
                        + " network that fits its examples may never meet the criterion."
                    : "Cannot tell: measured on "
                        + evidence.examples()
                        + " examples, and not on all that were trained on."),
        0);
    if (!losses.isEmpty()) {
      int last = losses.size() - 1;
      int best = 0;
      for (int i = 0; i <= last; i++) {
        best = losses.get(i) < losses.get(best) ? i : best;
      }
      terminal.paragraph(
          "Looked at afterwards, and not chosen by: held-out loss "
              + stop.map(state -> loss(losses, evidence.states().indexOf(state)) + " there, ")
                  .orElse("")
              + loss(losses, last)
              + " at the last state, "
              + loss(losses, best)
              + String.format(
                  Locale.ROOT, " at the best, step %.0f.", evidence.states().get(best).step()),
          0);
    }
    return terminal.text();
  }

  private static Optional<State> chosen(GradientEvidence evidence) {
    return evidence.all() ? evidence.stop() : Optional.empty();
  }

  private static String loss(List<Double> losses, int at) {
    return String.format(Locale.ROOT, "%.4f", losses.get(at));
  }

  /**
   * {@code {"schema", "selected", "tells", "examples", "states": [{"step", "signal", "error",
   * "heldOutLoss"}]}}; {@code selected}, a step, is null where it cannot be told.
   */
  public static String json(GradientEvidence evidence, List<Double> losses) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    Optional<State> stop = chosen(evidence);
    root.putNull("selected");
    stop.ifPresent(state -> root.set("selected", Json.number(state.step())));
    root.put("tells", stop.isPresent()).put("examples", evidence.examples());
    ArrayNode states = root.putArray("states");
    for (int i = 0; i < evidence.states().size(); i++) {
      State state = evidence.states().get(i);
      ObjectNode node = states.addObject();
      node.set("step", Json.number(state.step()));
      node.set("signal", Json.number(state.signal()));
      node.set("error", Json.number(state.error()));
      if (!losses.isEmpty()) {
        node.set("heldOutLoss", Json.number(losses.get(i)));
      }
    }
    return ResultJson.pretty(root);
  }
}
