package org.sweetspot.torch.script;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.SecondDerivative;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Precision;

/**
 * What a foreign module shows on a few examples when it is opened, beyond fitting the data.
 *
 * @param modes what training changes
 * @param second whether libtorch's second derivatives of it are right
 */
record ScriptExam(ScriptModes modes, SecondDerivative second) {
  /** Thrown where a module computes in its own precision alone. */
  private static final class UncastableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UncastableException(RuntimeException cause) {
      super(cause);
    }
  }

  /**
   * Examines a module that fits its data.
   *
   * @param ours whether everything it does is done by layers of ours
   * @param traced whether it was traced
   * @throws IllegalArgumentException if its outputs cannot be differentiated at all
   */
  static ScriptExam of(ScriptModule network, boolean ours, boolean traced, String file) {
    Place place = network.place();
    ScriptModes modes;
    try (PointerScope scope = new PointerScope();
        BoundNetwork script = network.bind(network.flat(place), network.kept(place))) {
      Feed inputs = network.trial(place);
      modes =
          ScriptModes.of(
              network.module(), traced, mode -> script.forward(inputs, mode, Order.FIRST));
    }
    if (ours) {
      return new ScriptExam(modes, SecondDerivative.EXACT);
    }
    Mode mode = modes.whyNotUse().isPresent() ? Mode.PROBE : Mode.EVALUATE;
    Place exact = new Place(place.device(), Precision.DOUBLE);
    try {
      return new ScriptExam(modes, proved(network, mode, exact, place));
    } catch (UncastableException inItsOwnAlone) {
      return new ScriptExam(modes, proved(network, mode, place, place));
    } catch (RuntimeException failure) {
      throw new IllegalArgumentException(
          "model torch-script: expected outputs that can be differentiated by the weights, got a"
              + " failure in "
              + file
              + ": "
              + ScriptFailure.words(failure)
              + "; leave --data out to measure its weights alone",
          failure);
    }
  }

  private static SecondDerivative proved(ScriptModule network, Mode mode, Place at, Place own) {
    try (PointerScope scope = new PointerScope()) {
      Tensor flat = network.flat(at);
      Feed inputs = network.trial(at);
      try (BoundNetwork script = network.bind(flat, network.kept(at), at)) {
        try (NoGradGuard guard = new NoGradGuard()) {
          script.forward(inputs, mode, Order.FIRST);
        } catch (RuntimeException cause) {
          throw at.precision() == own.precision() ? cause : new UncastableException(cause);
        }
        return SecondDerivativeProof.prove(
            new SecondDerivativeProof.Passes() {
              @Override
              public Tensor outputs() {
                return script.forward(inputs, mode, Order.SECOND);
              }

              @Override
              public List<Tensor> leaves() {
                return script.leaves();
              }

              @Override
              public Tensor flat() {
                return flat;
              }
            });
      }
    }
  }
}
