package org.sweetspot.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.vector.ParameterVector;
import tools.jackson.databind.JsonNode;

/**
 * A model, its data and its loss in another process. What it can do beyond loss and gradient it
 * said, and proved, when it was opened.
 */
public final class BridgeProblem implements Problem {
  private static final Map<Class<?>, String> NAMES =
      Map.of(
          SecondOrder.class, "second-order",
          GaussNewton.class, "gauss-newton",
          PerExample.class, "per-example",
          Outputs.class, "outputs",
          OutputForm.class, "output-form",
          OutputGradients.class, "output-gradients",
          TangentKernel.class, "output-gradients",
          Features.class, "features",
          Inputs.class, "inputs");

  private final Session session;
  private final ModelDescription description;
  private final RemoteVector parameters;
  private final RemoteVector buffers;
  private final Map<Class<?>, Object> abilities = new LinkedHashMap<>();

  private BridgeProblem(Session session, ModelDescription description) {
    this.session = session;
    this.description = description;
    RemoteSpace space = new RemoteSpace(session, description.parameters(), description.precision());
    this.parameters = new RemoteVector(space, Session.PARAMETERS);
    this.buffers =
        new RemoteVector(
            new RemoteSpace(session, description.buffers(), description.precision()),
            Session.BUFFERS);
    description
        .ability("second-order")
        .ifPresent(
            about ->
                abilities.put(SecondOrder.class, new RemoteSecondOrder(session, space, about)));
    description
        .ability("gauss-newton")
        .ifPresent(about -> abilities.put(GaussNewton.class, new RemoteGaussNewton(session)));
    description
        .ability("per-example")
        .ifPresent(about -> abilities.put(PerExample.class, new RemoteExamples(session, space)));
    description
        .ability("outputs")
        .ifPresent(about -> abilities.put(Outputs.class, new RemoteOutputs(session, about)));
    description
        .ability("output-form")
        .ifPresent(about -> abilities.put(OutputForm.class, form(session, about)));
    description
        .ability("output-gradients")
        .ifPresent(
            about ->
                abilities.put(
                    OutputGradients.class,
                    new RemoteOutputGradients(
                        session, space, Math.max(1, about.path("cheap-group").asInt(1)))));
    if (abilities.containsKey(OutputGradients.class)) {
      ability(Outputs.class)
          .ifPresent(
              outputs ->
                  abilities.put(
                      TangentKernel.class, new RemoteTangentKernel(session, parameters, outputs)));
    }
    description
        .ability("features")
        .ifPresent(about -> abilities.put(Features.class, new RemoteFeatures(session)));
    description
        .ability("convolution-inputs")
        .ifPresent(
            about -> abilities.put(ConvolutionInputs.class, RemoteConvolutionInputs.of(about)));
    description
        .ability("inputs")
        .ifPresent(about -> abilities.put(Inputs.class, RemoteInputs.of(session, about)));
  }

  private static OutputForm form(Session session, JsonNode about) {
    boolean linear = about.path("piecewise-linear").asBoolean(false);
    return new RemoteOutputForm(
        new RemoteOutputs(session, about),
        linear ? OutputForm.Linearity.PIECEWISE_LINEAR : OutputForm.Linearity.UNKNOWN);
  }

  /**
   * Opens a model.
   *
   * @param connection stays open when the problem is closed
   * @param target which model; what it means is the other side's
   */
  public static BridgeProblem open(Connection connection, String target) {
    Reply reply = connection.ask(Request.of(Operation.OPEN).text(target));
    String json = reply.text();
    reply.end();
    return new BridgeProblem(new Session(connection), ModelDescription.parse(json));
  }

  /** What the other side said of it. */
  public ModelDescription description() {
    return description;
  }

  @Override
  public ParameterVector parameters() {
    return parameters;
  }

  @Override
  public ParameterVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return description.sizes().getOrDefault(split, 0);
  }

  @Override
  public boolean mixesExamples(Mode mode) {
    return description.mixing().contains(mode);
  }

  @Override
  public boolean modesDiffer() {
    return description.modesDiffer();
  }

  @Override
  public Optional<String> whyNot(Mode mode) {
    return Optional.ofNullable(description.refusedModes().get(mode));
  }

  @Override
  public <A> Optional<A> ability(Class<A> type) {
    return Optional.ofNullable(abilities.get(type)).map(type::cast);
  }

  @Override
  public Optional<String> whyNot(Class<?> ability) {
    String name = NAMES.getOrDefault(ability, ability.getSimpleName());
    return Optional.of(
        description
            .missing()
            .getOrDefault(
                name,
                "needs the ability "
                    + ability.getSimpleName()
                    + ", which a model in "
                    + description.framework()
                    + " does not offer"));
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    Reply reply = session.ask(Session.about(Operation.LOSS, batch, mode));
    double loss = reply.real();
    reply.end();
    return loss;
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    int handle = session.handle(into);
    Reply reply = session.ask(Session.about(Operation.GRADIENT, batch, mode).number(handle));
    double loss = reply.real();
    reply.end();
    return loss;
  }

  @Override
  public void close() {
    session.close();
  }
}
