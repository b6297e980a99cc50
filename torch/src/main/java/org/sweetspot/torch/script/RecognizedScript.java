package org.sweetspot.torch.script;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.BoundLayers;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Layer;
import org.sweetspot.torch.model.Layers;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.Parts;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.torch.tensor.Place;

/**
 * A scripted module whose graph was read as layers of ours, and compared with them: on random
 * inputs, at its own weights, both put out the same, as it is used and, unless it draws random
 * numbers, with batch statistics; and each example's outputs are its own. Then all that is done
 * layer by layer can be done for the module.
 *
 * @param root all layers
 * @param draws whether the module draws random numbers while it is trained
 * @param activations about how many numbers the layers put out for one example
 * @param convolutions what each is applied to
 */
record RecognizedScript(
    Layer root,
    boolean draws,
    long activations,
    Map<String, ConvolutionInputs.Input> convolutions) {
  /**
   * Reads a module and compares.
   *
   * @throws UnrecognizedException that says why the module is taken as it is
   */
  static RecognizedScript of(ScriptModule network) throws UnrecognizedException {
    Place place = network.place();
    if (!network.plan().isOne()) {
      throw new UnrecognizedException("several inputs");
    }
    ScriptLayers.Found read =
        ScriptLayers.read(
            network.module(),
            new ScriptArguments.Tensors(network.parameters(), network.buffers(), network.ties()));
    // Outputs without an axis for their number become rows of one.
    ScriptLayers.Found found = network.flattens() ? read.flat() : read;
    Tensor flat = network.flat(place);
    Tensor kept = network.kept(place);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        BoundNetwork script = network.bind(flat, kept);
        BoundLayers layers =
            new BoundLayers(
                found.root(),
                BoundLayers.shaped(flat, network.parameters(), true),
                BoundLayers.shaped(kept, network.buffers(), false))) {
      Tensor inputs = network.trial().first();
      compare(script, layers, found, inputs, place);
      Tappable.Tapped tapped = layers.tapped(inputs, Mode.EVALUATE);
      long activations = 0;
      Map<String, ConvolutionInputs.Input> convolutions = new HashMap<>();
      for (Pass.Tap tap : tapped.taps()) {
        // A function of each number follows most layers.
        activations += 2 * tap.output().numel() / Trial.EXAMPLES;
        Optional<Layers.Kernel> kernel = Layers.kernel(tap.layer());
        if (kernel.isPresent()) {
          long[] shape = tap.input().shape();
          convolutions.put(
              network.parameters().get(kernel.get().weight()).group().name(),
              new ConvolutionInputs.Input(
                  Arrays.stream(shape).skip(2).boxed().toList(),
                  kernel.get().stride(),
                  kernel.get().margin()));
        }
      }
      return new RecognizedScript(
          found.root(), found.draws(), Math.max(1, activations), Map.copyOf(convolutions));
    } catch (RuntimeException cause) {
      throw new UnrecognizedException("layers that do not fit together: " + cause.getMessage());
    }
  }

  private static void compare(
      BoundNetwork script, BoundLayers layers, ScriptLayers.Found found, Tensor inputs, Place place)
      throws UnrecognizedException {
    Tensor outputs = layers.forward(inputs, Mode.EVALUATE, Order.FIRST);
    requireSame(outputs, script.forward(inputs, Mode.EVALUATE, Order.FIRST), "outputs", place);
    Tensor one = layers.forward(inputs.narrow(0, 1, 1), Mode.EVALUATE, Order.FIRST);
    requireSame(outputs.narrow(0, 1, 1), one, "an example alone", place);
    if (layers.isTangential(Mode.EVALUATE)) {
      compareGradients(script, layers, inputs, place);
    }
    if (!found.draws()) {
      requireSame(
          layers.forward(inputs, Mode.PROBE, Order.FIRST),
          script.forward(inputs, Mode.PROBE, Order.FIRST),
          "batch statistics",
          place);
    }
  }

  /** Derivatives of the sum of the squared outputs, layer by layer and as libtorch finds them. */
  private static void compareGradients(
      BoundNetwork script, BoundLayers layers, Tensor inputs, Place place)
      throws UnrecognizedException {
    List<Tensor> expected;
    try (AutoGradMode on = new AutoGradMode(true)) {
      Tensor outputs = script.forward(inputs, Mode.EVALUATE, Order.FIRST);
      expected =
          Autograd.grad(List.of(outputs.square().sum()), script.leaves(), List.of(), false, false);
    }
    Parts parts = Parts.zero(expected.size());
    try (Kept kept = new Kept()) {
      Forward forward = layers.linearize(inputs, Mode.EVALUATE, kept);
      forward.backward().at(forward.output().mul(new Scalar(2)), parts);
    }
    for (int i = 0; i < expected.size(); i++) {
      Tensor part = parts.tensors().get(i);
      if (part.defined() != expected.get(i).defined()) {
        throw new UnrecognizedException("other weights than the module's");
      } else if (part.defined()) {
        requireSame(part, expected.get(i), "derivatives", place);
      }
    }
  }

  private static void requireSame(Tensor one, Tensor other, String what, Place place)
      throws UnrecognizedException {
    if (!Trial.areSame(one, other, place)) {
      throw new UnrecognizedException("other numbers than the module's: " + what);
    }
  }
}
