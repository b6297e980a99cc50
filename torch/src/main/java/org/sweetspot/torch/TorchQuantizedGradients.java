package org.sweetspot.torch;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.precision.Operands;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.torch.model.Tangential;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.Parts;
import org.sweetspot.torch.tangent.Quantization;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/**
 * Gradients layer by layer with the products written by hand ({@link
 * org.sweetspot.torch.tangent.BilinearRule}): hooks of libtorch cannot give the two backward
 * products operands of their own. The batch is computed in one piece.
 *
 * @param model the network
 * @param engine where and in which precision it computes
 */
record TorchQuantizedGradients(TorchModel model, EngineRecipe engine)
    implements QuantizedGradients {

  /** Why products cannot be quantized; empty if they can. */
  Optional<String> whyNot() {
    if (engine.device() != EngineRecipe.Device.CPU || engine.precision() != Precision.FLOAT) {
      return Optional.of("quantizes in single precision on the cpu alone");
    }
    return model.bound() instanceof Tangential tangential && tangential.isTangentialOnce()
        ? Optional.empty()
        : Optional.of("needs every layer's derivatives written out, which this model has not");
  }

  @Override
  public List<String> attention() {
    return model.network().pairs();
  }

  @Override
  public double gradient(
      Batch batch, Mode mode, Operands operands, RandomStream draws, ParameterVector into) {
    List<String> names = model.space().groups().stream().map(ParameterGroup::name).toList();
    TorchVector target = model.mine(into);
    int threads =
        engine.threads() == 0 ? Runtime.getRuntime().availableProcessors() : engine.threads();
    try (PointerScope scope = model.enter();
        NoGradGuard guard = new NoGradGuard();
        Kept kept = Kept.quantized(new Quantization(operands, names, draws, threads))) {
      Forward forward =
          ((Tangential) model.bound()).linearize(model.data().inputs(batch).first(), mode, kept);
      Tensor logits = forward.output().detach().set_requires_grad(true);
      Tensor value;
      try (AutoGradMode on = new AutoGradMode(true)) {
        value = model.objective().mean(TorchModel.rows(logits), model.data().wanted(batch), mode);
      }
      Tensor delta = Autograd.grad(List.of(value), List.of(logits), List.of(), false, false).get(0);
      Parts parts = Parts.zero(model.bound().leaves().size());
      forward.backward().at(delta, parts);
      Gradients.flatten(parts.tensors(), target);
      return value.item_double();
    }
  }
}
