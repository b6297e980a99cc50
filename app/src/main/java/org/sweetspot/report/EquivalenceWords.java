package org.sweetspot.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sweetspot.diagnosis.launch.Equivalence;
import org.sweetspot.diagnosis.launch.Factor;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a comparison of two launches says: the answer first. */
public final class EquivalenceWords {
  private EquivalenceWords() {}

  /** Some lines for a terminal. */
  public static String text(String first, String second, Equivalence found, int width) {
    Terminal terminal = new Terminal(width, false);
    terminal.paragraph(first + " and " + second + ": " + sentence(found), 0);
    if (found.updates() > 0) {
      terminal.paragraph(
          String.format(
              Locale.ROOT,
              "At the first update: gradients have cosine %.4f and norm ratio %.3f, updates %.4f"
                  + " and %.3f (from projections: a cosine's error is at most %.2f, and vanishes as"
                  + " it nears 1).",
              found.gradientCosine(),
              found.gradientRatio(),
              found.cosine(),
              found.normRatio(),
              Equivalence.cosineError()),
          2);
      terminal.paragraph(
          Double.isNaN(found.parts())
              ? "They do not part within the " + found.updates() + " updates that both looked at."
              : String.format(
                  Locale.ROOT,
                  "They part at update %.0f; at the last update that both looked at the cosine is"
                      + " %.2f.",
                  found.parts(),
                  found.last()),
          2);
      if (Double.isFinite(found.seeds())) {
        terminal.paragraph(
            String.format(
                Locale.ROOT,
                "Other examples alone make a cosine of %.2f between successive gradients of the"
                    + " first launch.",
                found.seeds()),
            2);
      }
    }
    for (Factor factor : found.factors()) {
      terminal.paragraph(
          kind(factor) + ", " + factor.name() + ": " + factor.first() + " / " + factor.second(), 2);
    }
    return terminal.text();
  }

  static String sentence(Equivalence found) {
    return switch (found.answer()) {
      case SAME ->
          shaping(found).isEmpty()
              ? "the same step."
              : "the same step so far, though they differ in " + names(shaping(found)) + ".";
      case DIFFERENT ->
          shaping(found).isEmpty()
              ? "not the same step; the records name no factor but "
                  + (found.factors().isEmpty() ? "randomness" : names(found.factors()))
                  + "."
              : "not the same step: they differ in " + names(shaping(found)) + ".";
      case UNKNOWN ->
          found.factors().stream().anyMatch(one -> one.kind() == Factor.Kind.MODEL)
              ? "cannot tell: they train other parameters."
              : "cannot tell: no update was looked at in both.";
    };
  }

  /** Without what changes no step by itself. */
  private static List<Factor> shaping(Equivalence found) {
    return found.factors().stream()
        .filter(one -> one.kind() != Factor.Kind.ACCUMULATION && one.kind() != Factor.Kind.SEED)
        .toList();
  }

  private static String names(List<Factor> factors) {
    return factors.stream()
        .map(EquivalenceWords::kind)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String kind(Factor factor) {
    return switch (factor.kind()) {
      case MODEL -> "the model";
      case WEIGHTING -> "how accumulation weighs examples and tokens";
      case ORDER -> "the order of the data";
      case INPUTS -> "the scale of the inputs";
      case LAYERS -> "the layers of the model";
      case START -> "the weights that they start from";
      case LOSS -> "the loss function";
      case STATISTICS -> "the batches that batch normalization sees";
      case EXAMPLES -> "examples an update";
      case TOKENS -> "tokens an update";
      case RATE -> "the rate";
      case DECAY -> "weight decay";
      case OPTIMIZER -> "the optimizer";
      case CLIPPING -> "clipping";
      case PRECISION -> "precision";
      case DROPOUT -> "dropout";
      case LOSS_SCALE -> "the scale of the loss";
      case ACCUMULATION -> "accumulation";
      case SEED -> "the seed";
    };
  }

  static void write(Equivalence found, ObjectNode node) {
    node.put("answer", found.answer().name().toLowerCase(Locale.ROOT));
    node.put("updates", found.updates());
    node.set("cosine", Json.number(found.cosine()));
    node.set("normRatio", Json.number(found.normRatio()));
    node.set("gradientCosine", Json.number(found.gradientCosine()));
    node.set("gradientNormRatio", Json.number(found.gradientRatio()));
    node.set("cosineError", Json.number(Equivalence.cosineError()));
    node.set("cosineOfOtherExamples", Json.number(found.seeds()));
    node.set("parts", Json.number(found.parts()));
    List<Factor> shaping = shaping(found);
    node.put("factor", shaping.isEmpty() ? "" : id(shaping.get(0)));
    node.put("cause", sentence(found));
    ArrayNode factors = node.putArray("factors");
    for (Factor factor : found.factors()) {
      ObjectNode one = factors.addObject();
      one.put("kind", id(factor));
      one.put("name", factor.name());
      one.put("first", factor.first());
      one.put("second", factor.second());
    }
  }

  private static String id(Factor factor) {
    return factor.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
