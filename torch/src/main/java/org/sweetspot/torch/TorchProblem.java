package org.sweetspot.torch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.LayerOutputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.torch.model.Fitted;
import org.sweetspot.torch.model.Network;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.model.Zoo;
import org.sweetspot.torch.tensor.Libtorch;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterVector;

/**
 * A network in libtorch, its data and its loss.
 *
 * <p>The weights are one flat tensor, which the network's parameters share. Where examples do not
 * depend on each other (always in {@link Mode#EVALUATE}, and in every mode without batch
 * normalization) large batches are computed piece by piece, so that memory stays bounded; results
 * then differ from those in one piece by rounding alone. Batch statistics need one piece.
 *
 * <p>Not safe for use by several threads at a time; different problems are independent.
 */
public final class TorchProblem implements Problem {
  private final TorchModel model;
  private final Fitted fitted;
  private final SecondDerivatives seconds;
  private final TorchQuantizedGradients quantized;
  private final Map<Class<?>, Object> abilities;

  /**
   * A problem over a network.
   *
   * @param recipe what the network was made from
   * @param opened the network, owned by this problem from now on, with data and loss
   * @param initialization the stream of the initial weights
   */
  TorchProblem(
      ModelRecipe recipe,
      EngineRecipe engine,
      Zoo.Opened opened,
      AugmentationRecipe augmentation,
      RandomStream initialization) {
    this.fitted = opened.fitted();
    this.model = model(engine, opened, augmentation, initialization);
    this.seconds = new SecondDerivatives(model);
    this.quantized = new TorchQuantizedGradients(model, engine);
    this.abilities = abilities(recipe);
  }

  private Map<Class<?>, Object> abilities(ModelRecipe recipe) {
    Map<Class<?>, Object> all = new HashMap<>();
    all.put(SecondOrder.class, seconds);
    all.put(GaussNewton.class, new GaussNewtonProduct(model));
    all.put(PerExample.class, new TorchExamples(model));
    all.put(OutputGradients.class, new TorchOutputGradients(model));
    SingleWeights single = new SingleWeights(recipe, model.network());
    all.put(OutputForm.class, new TorchOutputForm(model, fitted.task(), single));
    all.put(Outputs.class, new TorchOutputs(model));
    all.put(Features.class, new LastFeatures(model));
    all.put(TangentKernel.class, new TorchTangentKernel(model));
    all.put(QuantizedGradients.class, quantized);
    all.put(Inputs.class, new TorchInputs(model));
    all.put(ConvolutionInputs.class, new TorchConvolutionInputs(model));
    if (model.bound() instanceof Tappable layered) {
      all.put(LayerOutputs.class, new LayerActivations(model, layered));
    }
    return Map.copyOf(all);
  }

  private static TorchModel model(
      EngineRecipe engine,
      Zoo.Opened opened,
      AugmentationRecipe augmentation,
      RandomStream initialization) {
    Place place = new Place(engine.device(), engine.precision());
    Network network = opened.network();
    TorchSpace space = TorchSpace.of(network.parameters(), place);
    try (PointerScope scope = Libtorch.enter(engine.threads())) {
      TorchData data = new TorchData(opened.fitted(), network.plan(), augmentation, place);
      TorchVector parameters = space.zero().set(network.initialParameters(initialization));
      TorchVector buffers =
          TorchSpace.of(network.buffers(), place).zero().set(network.initialBuffers());
      return new TorchModel(
          network,
          network.bind(parameters.tensor(), buffers.tensor()),
          data,
          new Objective(opened.fitted().loss()),
          engine.threads(),
          parameters,
          buffers,
          space);
    }
  }

  @Override
  public TorchSpace space() {
    return model.space();
  }

  @Override
  public TorchVector parameters() {
    return model.parameters();
  }

  @Override
  public TorchVector buffers() {
    return model.buffers();
  }

  @Override
  public int size(Split split) {
    return model.data().size(split);
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    double sum = 0;
    for (Batch piece : Pieces.of(model.network(), batch, mode)) {
      try (PointerScope scope = model.enter();
          NoGradGuard guard = new NoGradGuard()) {
        sum += piece.size() * model.meanLoss(model.bound(), piece, mode, Order.FIRST).item_double();
      }
    }
    return sum / batch.size();
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    return Gradients.of(model, batch, mode, model.mine(into));
  }

  @Override
  public boolean mixesExamples(Mode mode) {
    return model.network().mixesExamples(mode);
  }

  @Override
  public boolean modesDiffer() {
    return model.network().modesDiffer() || model.objective().recipe().labelSmoothing() > 0;
  }

  @Override
  public Optional<String> whyNot(Mode mode) {
    return model.network().whyNot(mode);
  }

  @Override
  public <A> Optional<A> ability(Class<A> type) {
    return whyNot(type).isPresent()
        ? Optional.empty()
        : Optional.ofNullable(abilities.get(type)).map(type::cast);
  }

  @Override
  public Optional<String> whyNot(Class<?> ability) {
    if (ability == LayerOutputs.class && !abilities.containsKey(ability)) {
      return model.network().whyOpaque().or(() -> Optional.of("the layers are not known"));
    }
    if (ability == QuantizedGradients.class) {
      return quantized.whyNot();
    }
    return ability == Outputs.class ? fitted.whyNoClasses() : seconds.whyNot(ability);
  }

  /** Which loss, inputs and outputs were taken, and why, in words by subject. */
  public Map<String, String> readings() {
    return fitted.readings(model.objective().words(), model.network().readings());
  }

  /** Why layers cannot be told apart, so that all is done by whole passes; empty if they can. */
  public Optional<String> whyOpaque() {
    return model.network().whyOpaque();
  }

  /** What the abilities stand on. */
  TorchModel model() {
    return model;
  }

  @Override
  public void close() {
    model.close();
  }
}
