package org.sweetspot.measure.stability;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.weights.WeightTensor;

/**
 * How bent the function of a univariate network of one hidden ReLU layer is, against how bent a
 * minimum that gradient descent can hold may be ({@link HiddenKnots} derives it):
 *
 * <pre>integral |f''| g dx <= 1 / eta - 1 / 2 at a stable interpolating minimum of half the mean
 * squared residual</pre>
 *
 * <p>Of several outputs the most bent counts; the bound holds for each. That the network is of this
 * form is checked by its outputs. Exact for the measured examples. Cost: one forward pass.
 */
public final class FunctionSpaceStability implements Measure {
  private static final double ROUNDING = 1e-4;

  @Override
  public Card card() {
    return new Card(
        "function-space-stability",
        "stability of a univariate ReLU network in function space",
        "Could gradient descent with this step size hold a function as bent as this one?",
        "one input, one hidden layer of ReLU, the squared loss, plain SGD's learning rate",
        "integral above bound: no minimum with this function is stable under full-batch descent."
            + " Below it nothing follows: the condition is necessary, not sufficient. It speaks of"
            + " minima that fit all examples exactly.",
        "",
        "Mulayoff, Michaeli and Soudry, NeurIPS 2021, theorem 1");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    layers(context);
    return List.of(Work.forward("outputs at the measured examples"));
  }

  @Override
  public Answer answer(MeasureContext context) {
    List<WeightTensor> layers = layers(context);
    double rate = rate(context);
    double[] slopes = layers.get(0).load();
    double[] offsets = layers.get(1).load();
    double[] out = layers.get(2).load();
    double[] constants = layers.get(3).load();
    double[] inputs = inputs(context, slopes, offsets, out, constants);
    double most = 0;
    for (int k = 0; k < constants.length; k++) {
      double[] row = Arrays.copyOfRange(out, k * slopes.length, (k + 1) * slopes.length);
      most = Math.max(most, HiddenKnots.integral(slopes, offsets, row, inputs));
    }
    return Answer.exact(
        Value.Named.of(Map.of("integral", most, "bound", 1 / rate - 0.5)),
        "sum of |v_i w_i| g over the knots of the hidden units",
        context.conventions(Mode.EVALUATE)
            + "; loss half the squared residual; plain gradient descent at rate "
            + rate
            + (constants.length > 1 ? "; the most bent of " + constants.length + " outputs" : "")
            + "; assumes a minimum without residuals");
  }

  private static double rate(MeasureContext context) {
    if (context.facts().requireOptimizer() instanceof OptimizerRecipe.Sgd sgd
        && sgd.momentum() == 0) {
      return sgd.rate();
    }
    throw new NotApplicableException("speaks of plain gradient descent, without momentum");
  }

  /** Weight and bias of the hidden and of the last layer. */
  private static List<WeightTensor> layers(MeasureContext context) {
    List<WeightTensor> tensors = context.weights().tensors();
    boolean fits =
        tensors.size() == 4
            && tensors.get(0).shape().size() == 2
            && tensors.get(0).shape().get(1) == 1
            && tensors.get(1).shape().equals(List.of(tensors.get(0).shape().get(0)))
            && tensors.get(2).shape().size() == 2
            && tensors.get(2).shape().get(1).equals(tensors.get(0).shape().get(0))
            && tensors.get(3).shape().equals(List.of(tensors.get(2).shape().get(0)));
    if (!fits) {
      throw new NotApplicableException(
          "needs a network of one input and one hidden layer, with biases");
    }
    if (context.require(OutputForm.class).outputLoss() != OutputForm.OutputLoss.SQUARED) {
      throw new NotApplicableException("speaks of the squared loss");
    }
    return tensors;
  }

  private static double[] inputs(
      MeasureContext context, double[] slopes, double[] offsets, double[] out, double[] constants) {
    Inputs source = context.require(Inputs.class);
    Batch batch = context.batch();
    double[] inputs = new double[batch.size()];
    int at = 0;
    for (Batch chunk : context.chunks(batch)) {
      Matrix some = source.inputs(chunk);
      Matrix outputs = source.logits(some, context.problem().parameters());
      for (int i = 0; i < chunk.size(); i++) {
        inputs[at] = some.get(i, 0);
        for (int k = 0; k < constants.length; k++) {
          double f = constants[k];
          double size = 1 + Math.abs(f);
          for (int h = 0; h < slopes.length; h++) {
            double term =
                out[k * slopes.length + h] * Math.max(0, slopes[h] * inputs[at] + offsets[h]);
            f += term;
            size += Math.abs(term);
          }
          if (!(Math.abs(f - outputs.get(i, k)) <= ROUNDING * size)) {
            throw new NotApplicableException(
                "needs ReLU between its layers; the outputs say otherwise: "
                    + outputs.get(i, k)
                    + " where ReLU gives "
                    + f);
          }
        }
        at++;
      }
    }
    return inputs;
  }

  @Override
  public String finding(Measurement found) {
    double integral = found.number("integral");
    double bound = found.number("bound");
    if (Double.isNaN(integral) || Double.isNaN(bound)) {
      return card().reading();
    }
    return integral > bound
        ? "Bent beyond the bound: full-batch descent at this rate could hold no minimum with this"
            + " function."
        : "Within the bound, which rules nothing out: the condition is necessary only.";
  }
}
