package org.sweetspot.measure.stability;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
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
import org.sweetspot.vector.Precision;
import org.sweetspot.weights.WeightTensor;

/**
 * How bent the function of a network of one hidden ReLU layer is, against how bent a minimum that
 * gradient descent can hold may be ({@link PlaneSides} derives it):
 *
 * <pre>integral |Laplacian f| g &lt;= 1 / eta - 1 / 2 at a stable interpolating minimum of half the
 * mean squared residual</pre>
 *
 * <p>In one input the Laplacian is f''. Of several outputs the most bent counts; the bound holds
 * for each. That the network is of this form is checked by its outputs. Exact for the measured
 * examples. Cost: one forward pass, and examples x units x inputs.
 */
public final class FunctionSpaceStability implements Measure {
  private static final double ROUNDINGS = 64;

  @Override
  public Card card() {
    return new Card(
        "function-space-stability",
        "stability of a shallow ReLU network in function space",
        "Could gradient descent with this step size hold a function as bent as this one?",
        "one hidden layer of ReLU, the squared loss, plain SGD's learning rate",
        "integral above bound: no minimum with this function is stable under full-batch descent."
            + " Below it nothing follows: the condition is necessary, not sufficient. It speaks of"
            + " minima that fit all measured examples exactly.",
        "",
        "Mulayoff, Michaeli and Soudry, NeurIPS 2021, theorem 1 (one input); Nacson, Mulayoff,"
            + " Ongie, Michaeli and Soudry, ICLR 2023 (several inputs)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    layers(context);
    return List.of(Work.forward("outputs at the measured examples"));
  }

  @Override
  public Answer answer(MeasureContext context) {
    ShallowRelu network = ShallowRelu.of(layers(context));
    double rate = rate(context);
    PlaneSides sides = sides(context, network);
    int outputs = network.outputs();
    double most = 0;
    for (int k = 0; k < outputs; k++) {
      most = Math.max(most, sides.integral(network.outOf(k)));
    }
    return Answer.exact(
        Value.Named.of(Map.of("integral", most, "bound", 1 / rate - 0.5)),
        "sum of |v_i| |w_i| g over the hyperplanes of the hidden units, those that share one added"
            + " up first",
        context
            .sampling()
            .conventions(Mode.EVALUATE)
            .and(
                Conventions.DEFINITION,
                "loss half the squared residual; plain gradient descent at rate "
                    + rate
                    + (outputs > 1 ? "; the most bent of " + outputs + " outputs" : "")
                    + "; assumes a minimum without residuals"
                    + (sides.touching() == 0
                        ? ""
                        : "; hyperplanes pass through examples "
                            + sides.touching()
                            + " times, which count at neither side there")));
  }

  private static double rate(MeasureContext context) {
    if (context.subject().facts().requireOptimizer() instanceof OptimizerRecipe.Sgd sgd
        && sgd.momentum() == 0) {
      return sgd.rate();
    }
    throw new NotApplicableException("speaks of plain gradient descent, without momentum");
  }

  /** Weight and bias of the hidden and of the last layer. */
  private static List<WeightTensor> layers(MeasureContext context) {
    List<WeightTensor> tensors = context.subject().weights().tensors();
    ShallowRelu.check(tensors);
    if (context.subject().require(OutputForm.class).outputLoss() != OutputForm.OutputLoss.SQUARED) {
      throw new NotApplicableException("speaks of the squared loss");
    }
    return tensors;
  }

  private static PlaneSides sides(MeasureContext context, ShallowRelu network) {
    Inputs source = context.subject().require(Inputs.class);
    ActivationHyperplanes planes = network.planes();
    PlaneSides sides = new PlaneSides(planes, ROUNDINGS * epsilon(context));
    for (Batch chunk : context.sampling().chunks(context.sampling().batch())) {
      Matrix inputs = source.inputs(chunk);
      Matrix outputs = source.logits(inputs, context.subject().problem().parameters());
      if (inputs.columns() != planes.inputs()
          || outputs.rows() != chunk.size()
          || outputs.columns() != network.outputs()) {
        throw new NotApplicableException("needs a first layer that sees all of an example at once");
      }
      for (int i = 0; i < chunk.size(); i++) {
        double[] x = row(inputs, i);
        double[] heights = planes.heights(x);
        network.compare(x, heights, row(outputs, i));
        sides.add(x, heights);
      }
    }
    return sides;
  }

  private static double epsilon(MeasureContext context) {
    return context.subject().problem().space().precision() == Precision.DOUBLE
        ? Math.ulp(1.0)
        : Math.ulp(1f);
  }

  private static double[] row(Matrix matrix, int row) {
    int columns = matrix.columns();
    return Arrays.copyOfRange(matrix.entries(), row * columns, (row + 1) * columns);
  }

  @Override
  public Finding judge(Measurement found) {
    double integral = found.number("integral");
    double bound = found.number("bound");
    if (Double.isNaN(integral) || Double.isNaN(bound)) {
      return Finding.READING;
    }
    double rate = 1 / (bound + 0.5);
    double largest = 1 / (integral + 0.5);
    return integral > bound
        ? Finding.of(StabilityFinding.TOO_CURVED, rate, largest)
        : Finding.of(StabilityFinding.NOT_TOO_CURVED, largest);
  }
}
