package org.sweetspot.control.layer;

import java.util.Map;
import java.util.Optional;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.WrappedProblem;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;

/**
 * A problem whose quantized operands add known errors to its gradient: a shift along the gradient
 * itself, a constant and independent Gaussian numbers.
 */
public final class RoundedGradients extends WrappedProblem implements QuantizedGradients {
  private final Problem inner;
  private final Map<Operand, Known> errors;

  /**
   * An error.
   *
   * @param along times the gradient of the batch
   * @param constant added to each entry
   * @param deviation of what is drawn for each entry
   * @param loss added to the loss
   */
  public record Known(double along, double constant, double deviation, double loss) {}

  /** The plain problem, closed with this one, and errors by operand. */
  public RoundedGradients(Problem inner, Map<Operand, Known> errors) {
    super(inner);
    this.inner = inner;
    this.errors = Map.copyOf(errors);
  }

  @Override
  public double gradient(
      Batch batch, Mode mode, Operands operands, RandomStream draws, ParameterVector into) {
    double loss = inner.gradient(batch, mode, into);
    double[] plain = into.toArray();
    double[] sum = plain.clone();
    for (Operand operand : operands.quantizers().keySet()) {
      Known known = errors.get(operand);
      if (known == null) {
        continue;
      }
      loss += known.loss();
      for (int i = 0; i < sum.length; i++) {
        sum[i] +=
            known.along() * plain[i] + known.constant() + known.deviation() * draws.nextGaussian();
      }
    }
    into.set(sum);
    return loss;
  }

  @Override
  public <A> Optional<A> ability(Class<A> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : inner.ability(type);
  }
}
