package org.sweetspot.torch.script;

import java.util.Set;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.model.TargetFit;

/** Whether a module puts out probabilities and no logits: by what it puts out, and by its code. */
final class OutputProbabilities {
  private static final double ROUNDING = 1e-4;

  /** What leaves numbers as they are. */
  private static final Set<String> PASSES =
      Set.of(
          "aten::squeeze",
          "aten::unsqueeze",
          "aten::flatten",
          "aten::reshape",
          "aten::view",
          "aten::contiguous",
          "prim::TupleConstruct",
          "prim::DictConstruct");

  private OutputProbabilities() {}

  /** What some outputs of a module show. */
  static TargetFit.OutputSigns signs(JitModule module, Tensor outputs) {
    return new TargetFit.OutputSigns(sumToOne(outputs), endsWithSigmoid(module));
  }

  private static boolean sumToOne(Tensor outputs) {
    if (outputs.dim() < 2 || outputs.numel() == 0) {
      return false;
    }
    return sumsToOne(outputs, -1) || (outputs.dim() > 2 && sumsToOne(outputs, 1));
  }

  private static boolean sumsToOne(Tensor outputs, long axis) {
    if (outputs.size(axis) < 2 || outputs.min().item_double() < 0) {
      return false;
    }
    Tensor sums = outputs.sum(axis);
    return sums.sub(Tensor.create(1.0).to(sums)).abs().max().item_double() <= ROUNDING;
  }

  private static boolean endsWithSigmoid(JitModule module) {
    return ScriptWords.inGraph(module, OutputProbabilities::endsWithSigmoid);
  }

  private static boolean endsWithSigmoid(Graph graph) {
    JitNode node = graph.outputs().get(0).node();
    while (true) {
      String kind = node.kind().toQualString().getString();
      if (kind.equals("aten::sigmoid") || kind.equals("aten::sigmoid_")) {
        return true;
      }
      if (!PASSES.contains(kind) || node.inputs().size() == 0) {
        return false;
      }
      // Of a dictionary the first value comes after its key.
      node = node.input(kind.equals("prim::DictConstruct") ? 1 : 0).node();
    }
  }
}
