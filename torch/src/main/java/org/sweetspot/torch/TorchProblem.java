package org.sweetspot.torch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.KeptGraph;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.LayerOutputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.torch.model.BoundNetwork;
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
public final class TorchProblem
    implements Problem,
        SecondOrder,
        GaussNewton,
        PerExample,
        OutputGradients,
        OutputForm,
        Outputs,
        Features,
        LayerOutputs,
        TangentKernel,
        Inputs,
        ConvolutionInputs {
  private final Network network;
  private final Fitted fitted;
  private final TorchData data;
  private final Objective objective;
  private final SingleWeights linearity;
  private final int threads;
  private final TorchVector parameters;
  private final TorchVector buffers;
  private final BoundNetwork bound;
  private final Seconds seconds = new Seconds(this);

  /**
   * A problem over a network.
   *
   * @param model what the network was made from
   * @param opened the network, owned by this problem from now on, with data and loss
   * @param initialization the stream of the initial weights
   */
  TorchProblem(
      ModelRecipe model,
      EngineRecipe engine,
      Zoo.Opened opened,
      AugmentationRecipe augmentation,
      RandomStream initialization) {
    Place place = new Place(engine.device(), engine.precision());
    this.network = opened.network();
    this.fitted = opened.fitted();
    this.objective = new Objective(fitted.loss());
    this.linearity = new SingleWeights(model, network);
    this.threads = engine.threads();
    try (PointerScope scope = enter()) {
      this.data = new TorchData(fitted, network.plan(), augmentation, place);
      this.parameters =
          TorchSpace.of(network.parameters(), place)
              .zero()
              .set(network.initialParameters(initialization));
      this.buffers = TorchSpace.of(network.buffers(), place).zero().set(network.initialBuffers());
      this.bound = network.bind(this.parameters.tensor(), this.buffers.tensor());
    }
  }

  @Override
  public TorchSpace space() {
    return parameters.space();
  }

  @Override
  public TorchVector parameters() {
    return parameters;
  }

  @Override
  public TorchVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return data.size(split);
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    double sum = 0;
    for (Batch piece : Pieces.of(network, batch, mode)) {
      try (PointerScope scope = enter();
          NoGradGuard guard = new NoGradGuard()) {
        sum += piece.size() * meanLoss(bound, piece, mode, Order.FIRST).item_double();
      }
    }
    return sum / batch.size();
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    return Gradients.of(this, batch, mode, mine(into));
  }

  @Override
  public Predictions predictions(Batch batch, Mode mode) {
    return OutputRows.of(this, batch, mode);
  }

  @Override
  public KeptGraph keepGraph(Batch batch, Mode mode) {
    if (mode == Mode.TRAIN) {
      throw new IllegalArgumentException(
          "kept graph: expected mode PROBE or EVALUATE, got TRAIN, which would move the running"
              + " statistics; use PROBE for the batch's statistics");
    }
    return seconds.graph(batch, mode);
  }

  @Override
  public boolean graphsGiveGaussNewton(Mode mode) {
    return TangentGraph.fits(bound, mode);
  }

  @Override
  public long graphBytes(int examples) {
    return HessianGraph.bytes(this, examples);
  }

  @Override
  public void gaussNewtonProduct(
      Batch batch, Mode mode, ParameterVector argument, ParameterVector result) {
    GaussNewtonProduct.whole(this, batch, mode, mine(argument), mine(result));
  }

  @Override
  public boolean mixesExamples(Mode mode) {
    return network.mixesExamples(mode);
  }

  @Override
  public boolean modesDiffer() {
    return network.modesDiffer() || objective.recipe().labelSmoothing() > 0;
  }

  @Override
  public Optional<String> whyNot(Mode mode) {
    return network.whyNot(mode);
  }

  @Override
  public Optional<String> remark() {
    return seconds.remark();
  }

  @Override
  public double[] losses(Batch batch) {
    return OutputRows.losses(this, batch);
  }

  @Override
  public double[] squaredGradientNorms(Batch batch) {
    return new ExampleNorms(this, List.of(ExampleQuantity.losses(this))).whole(batch);
  }

  @Override
  public void gradients(Batch batch, GradientVisitor visitor) {
    new ExampleGradients(this, ExampleQuantity.losses(this)).visit(batch, visitor);
  }

  @Override
  public double[][][] squaredParameterNorms(Batch batch, List<double[]> sets) {
    return new ExampleNorms(
            this,
            sets.stream().map(set -> ExampleQuantity.outputs(this, set, batch.size())).toList())
        .of(batch);
  }

  @Override
  public double[] squaredGroupNorms(Batch batch, double[] coefficients, int group) {
    return group == 1
        ? squaredOutputNorms(batch, coefficients)
        : outputs(batch, coefficients).squaredNorms(batch, group);
  }

  @Override
  public int cheapGroup() {
    return ExampleGradients.cheapGroup(bound);
  }

  @Override
  public void outputGradients(Batch batch, double[] coefficients, GradientVisitor visitor) {
    outputs(batch, coefficients).visit(batch, visitor);
  }

  private ExampleGradients outputs(Batch batch, double[] coefficients) {
    return new ExampleGradients(this, ExampleQuantity.outputs(this, coefficients, batch.size()));
  }

  @Override
  public OutputLoss outputLoss() {
    return objective.outputLoss();
  }

  @Override
  public OutputForm.Task task() {
    return fitted.task();
  }

  @Override
  public OutputTable outputTable(Batch batch, Mode mode) {
    return OutputRows.table(this, batch, mode);
  }

  @Override
  public <A> Optional<A> ability(Class<A> type) {
    return whyNot(type).isPresent() ? Optional.empty() : Problem.super.ability(type);
  }

  @Override
  public Optional<String> whyNot(Class<?> ability) {
    if (ability == LayerOutputs.class && !(bound instanceof Tappable)) {
      return network.whyOpaque().or(() -> Optional.of("the layers are not known"));
    }
    return ability == Outputs.class ? fitted.whyNoClasses() : seconds.whyNot(ability);
  }

  @Override
  public boolean countsAllAlike() {
    return !data.weighs() && objective.recipe().classWeights().isEmpty();
  }

  /** Which loss, inputs and outputs were taken, and why, in words by subject. */
  public Map<String, String> readings() {
    return fitted.readings(objective.words(), network.readings());
  }

  @Override
  public Linearity linearity(Mode mode) {
    return linearity.in(mode);
  }

  @Override
  public LastLayer lastLayer(Batch batch) {
    return new LastFeatures(this).of(Pieces.of(network, batch, Mode.EVALUATE));
  }

  @Override
  public SortedMap<Integer, Matrix> layerOutputs(Batch batch) {
    return new LayerActivations(this, (Tappable) bound).of(batch);
  }

  @Override
  public Matrix tangentKernel(Batch batch, ParameterVector weights, long bytes) {
    return at(weights, network -> new TangentGram(this, network, batch, bytes).compute());
  }

  @Override
  public List<Integer> inputShape() {
    return data.inputShape();
  }

  @Override
  public Matrix inputs(Batch batch) {
    try (PointerScope scope = enter()) {
      return LastFeatures.matrix(data.inputs(batch).first().reshape(batch.size(), -1));
    }
  }

  @Override
  public Matrix logits(Matrix inputs, ParameterVector weights) {
    return at(
        weights,
        network -> {
          try (PointerScope scope = enter();
              NoGradGuard guard = new NoGradGuard()) {
            return LastFeatures.matrix(
                rows(network.forward(data.shaped(inputs), Mode.EVALUATE, Order.FIRST)));
          }
        });
  }

  /** Asks a network over other weights and these buffers; nothing of this problem moves. */
  private <T> T at(ParameterVector weights, Function<BoundNetwork, T> question) {
    TorchVector own = mine(weights);
    if (own == parameters) {
      return question.apply(bound);
    }
    try (TorchVector kept = own.copy();
        BoundNetwork other = network.bind(kept.tensor(), buffers.tensor())) {
      return question.apply(other);
    }
  }

  @Override
  public void close() {
    bound.close();
    parameters.close();
    buffers.close();
    data.close();
    network.close();
  }

  /** A scope with this problem's number of threads. */
  PointerScope enter() {
    return Libtorch.enter(threads);
  }

  /** Why layers cannot be told apart, so that all is done by whole passes; empty if they can. */
  public Optional<String> whyOpaque() {
    return network.whyOpaque();
  }

  @Override
  public Map<String, ConvolutionInputs.Input> convolutionInputs() {
    return network.convolutions();
  }

  Network network() {
    return network;
  }

  BoundNetwork bound() {
    return bound;
  }

  TorchData data() {
    return data;
  }

  Objective objective() {
    return objective;
  }

  /** Mean loss over the batch in one piece; a scalar tensor in the current scope. */
  Tensor meanLoss(BoundNetwork over, Batch batch, Mode mode, Order order) {
    return objective.mean(
        rows(over.forward(data.inputs(batch), mode, order)), data.wanted(batch), mode);
  }

  /**
   * Loss of each example as the network is used: the weighted mean over its rows, such that the
   * mean over a whole split's examples is its loss.
   */
  Tensor exampleLosses(Tensor outputs, Batch batch) {
    Tensor each = objective.each(rows(outputs), data.wanted(batch), Mode.EVALUATE);
    return each.reshape(batch.size(), -1).mean(1);
  }

  /** Outputs as rows of logits. */
  static Tensor rows(Tensor outputs) {
    return outputs.dim() == 2 ? outputs : outputs.reshape(-1, outputs.size(-1));
  }

  /** The argument as a vector of this problem's space, or an error. */
  TorchVector mine(ParameterVector vector) {
    return space().own(vector);
  }
}
