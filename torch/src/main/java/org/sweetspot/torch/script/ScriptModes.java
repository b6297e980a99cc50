package org.sweetspot.torch.script;

import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Block;
import org.bytedeco.pytorch.BlockArrayRef;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.Mode;

/**
 * What training changes in a foreign module, found by a few passes and in its graph.
 *
 * @param differ whether a training mode can give other outputs than use does
 * @param whyNotUse why it cannot be taken as it is used: its outputs are random then
 * @param whyNotTraining why it cannot be taken as training takes it: tracing froze its mode
 */
record ScriptModes(boolean differ, Optional<String> whyNotUse, Optional<String> whyNotTraining) {
  /** Before anything was tried. */
  static final ScriptModes UNKNOWN = new ScriptModes(true, Optional.empty(), Optional.empty());

  private static final int TRIALS = 4;

  private static final Set<String> RANDOM =
      Set.of("bernoulli", "bernoulli_", "rand", "rand_like", "randn", "randn_like", "randint");

  private static final String TRACED_IN_TRAINING =
      "speaks of the network as it is used, but the module was traced in training mode, which wrote"
          + " batch statistics into its code; call model.eval() before torch.jit.trace, or use"
          + " torch.jit.script; --mode train takes it as training does";

  /** What a graph says of modes. */
  private record Seen(boolean random, boolean frozen, boolean training, boolean idle) {
    Seen with(Seen other) {
      return new Seen(
          random || other.random,
          frozen || other.frozen,
          training || other.training,
          idle || other.idle);
    }
  }

  /** Outputs for the trial inputs in a mode, in the current scope. */
  @FunctionalInterface
  interface Passes {
    Tensor outputs(Mode mode);
  }

  /**
   * Looks at a module.
   *
   * @param traced whether it was traced, which writes the mode of that time into its code
   */
  static ScriptModes of(JitModule module, boolean traced, Passes passes) {
    Seen seen = ScriptWords.inGraph(module, ScriptModes::whole);
    try (NoGradGuard guard = new NoGradGuard()) {
      torch.manual_seed(1);
      Tensor used = passes.outputs(Mode.EVALUATE);
      boolean random = false;
      for (int seed = 2; seed <= TRIALS; seed++) {
        torch.manual_seed(seed);
        random |= !torch.equal(used, passes.outputs(Mode.EVALUATE));
      }
      Optional<String> whyNotUse =
          random
              ? Optional.of(randomUse())
              : Optional.of(TRACED_IN_TRAINING).filter(text -> traced && seen.training());
      boolean frozen = ((traced && seen.frozen()) || seen.idle()) && whyNotUse.isEmpty();
      Optional<String> whyNotTraining =
          frozen
              ? Optional.of(
                  "is taken as training takes it, but the module was traced, which wrote its mode"
                      + " into its code (dropout or batch normalization): how training takes it is"
                      + " not in the file; save it with torch.jit.script(model), or take it as it"
                      + " is used with --mode evaluate")
              : Optional.empty();
      return new ScriptModes(
          frozen || whyNotUse.isPresent() || seen.random() || differs(passes, used),
          whyNotUse,
          whyNotTraining);
    }
  }

  private static String randomUse() {
    return "speaks of the network as it is used, and this module's outputs are random then: two"
        + " passes over the same inputs differ, as where dropout stays on; "
        + "if it was traced, call model.eval() before torch.jit.trace, or use torch.jit.script; if"
        + " it was scripted, give its dropout the flag self.training, or use nn.Dropout"
        + "; --mode train takes it as training does";
  }

  private static boolean differs(Passes passes, Tensor used) {
    try {
      return !torch.equal(used, passes.outputs(Mode.PROBE));
    } catch (RuntimeException notOnSoFew) {
      return true;
    }
  }

  private static Seen whole(Graph graph) {
    return within(graph.block(), ScriptWords.of(graph));
  }

  private static Seen within(Block block, ScriptWords words) {
    Seen all = new Seen(false, false, false, false);
    JitNode end = block.return_node();
    for (JitNode node = block.param_node().next(); !node.equals(end); node = node.next()) {
      String kind = node.kind().toQualString().getString();
      String name = kind.substring(kind.indexOf(':') + 2);
      boolean normalizes = name.equals("batch_norm") && keepsStatistics(node);
      boolean drops = ScriptOperators.isDropout(kind);
      boolean trains = normalizes && words.constant(node.input(5)).filter("1"::equals).isPresent();
      all =
          all.with(
              new Seen(
                  RANDOM.contains(name), normalizes || drops, trains, drops && isOff(node, words)));
      BlockArrayRef blocks = node.blocks();
      for (long i = 0; i < blocks.size(); i++) {
        all = all.with(within(blocks.get(i), words));
      }
    }
    return all;
  }

  /** Nobody writes a dropout that never drops: it was traced, by a program that does not say so. */
  private static boolean isOff(JitNode node, ScriptWords words) {
    return words.constant(node.input(2)).filter("0"::equals).isPresent();
  }

  /** Without running statistics batch normalization knows no modes. */
  private static boolean keepsStatistics(JitNode node) {
    return !node.input(3).type().get().str().getString().equals("NoneType");
  }
}
