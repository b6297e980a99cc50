package org.sweetspot.torch.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;

/** A network as a function of its input and of flat vectors of parameters and buffers. */
public interface Network extends AutoCloseable {
  /** What is trained, in the order of the flat vector. */
  List<Parameter> parameters();

  /** What is kept and not trained, in the order of its flat vector. */
  List<Parameter> buffers();

  /**
   * Initial entries of the flat vector of parameters.
   *
   * @param stream of the draws; a module that was saved with its weights draws nothing
   */
  double[] initialParameters(RandomStream stream);

  /** Initial entries of the flat vector of buffers. */
  double[] initialBuffers();

  /** About how many numbers the layers put out for one example; decides how batches are cut. */
  long activations();

  /** What it is given. */
  default InputPlan plan() {
    return InputPlan.first(InputPlan.Type.REAL);
  }

  /** What was taken for what in a foreign module, in words by subject; empty if all is plain. */
  default Map<String, String> readings() {
    return Map.of();
  }

  /** What each convolution is applied to, by the name of its kernel, where that is known. */
  default Map<String, ConvolutionInputs.Input> convolutions() {
    return Map.of();
  }

  /** Products of activations with each other, as attention takes them, by their names. */
  default List<String> pairs() {
    return List.of();
  }

  /** Whether in this mode an example's outputs depend, or may depend, on the rest of its batch. */
  boolean mixesExamples(Mode mode);

  /** Whether a training mode can give other outputs than {@link Mode#EVALUATE}. */
  default boolean modesDiffer() {
    return mixesExamples(Mode.PROBE) && !mixesExamples(Mode.EVALUATE);
  }

  /** Why nothing can be said in a mode, and what would change that; empty where it can. */
  default Optional<String> whyNot(Mode mode) {
    return Optional.empty();
  }

  /** How second derivatives are had. */
  default SecondDerivative second() {
    return SecondDerivative.EXACT;
  }

  /** What stands in a foreign module's code for what it was saved with; empty if nothing. */
  default Optional<String> remark() {
    return Optional.empty();
  }

  /**
   * Why the layers inside cannot be seen, so that all is done by whole passes; empty where they
   * are.
   */
  default Optional<String> whyOpaque() {
    return Optional.empty();
  }

  /**
   * Whether a foreign module's code shows that its outputs are piecewise linear in each single
   * weight when it is used; for our own layers the recipe tells.
   */
  default boolean showsPiecewiseLinear() {
    return false;
  }

  /**
   * The network over these numbers, shared and not copied: what is written to the flat tensors
   * moves the network.
   *
   * @param parameters flat
   * @param buffers flat
   */
  BoundNetwork bind(Tensor parameters, Tensor buffers);

  @Override
  void close();
}
