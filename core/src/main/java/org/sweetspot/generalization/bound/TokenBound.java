package org.sweetspot.generalization.bound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Occam's razor for language models with tokens as the data. Given all that came before, a token's
 * loss less its expectation is a martingale difference within a range D, so that by Azuma's
 * inequality, and the union over messages of l bits with weights 2^-l, the mean over the text's
 * contexts of the expected loss is at most the mean loss + D sqrt((l ln 2 + ln(1/delta))/(2 m)).
 * Tokens need not be independent; the contexts are those of the training text. Source: Lotfi et al.
 * 2024, NeurIPS, theorem 3.1, arXiv 2407.18158.
 */
public final class TokenBound implements BoundRule {
  /** Of this rule, in lists. */
  public static final String ID = "compression-tokens";

  private static final BoundCard CARD =
      new BoundCard(
          ID,
          "Occam bound of a compressed language model, token by token",
          BoundKind.CERTIFIED,
          "the mean over the training text's contexts of the expected loss of the next token, nats",
          "the loss on fresh continuations of the same contexts; a test text has other contexts",
          "loss + D sqrt((l ln 2 + ln(1/delta))/(2m)), D = ln(1 + (1 - a) V/a)",
          List.of(
              "the text is one draw from whatever law; each token follows its conditional law given"
                  + " all tokens before it",
              "architecture, code, smoothing values and random numbers of the decoder were fixed"
                  + " before the text"),
          "",
          "Lotfi, Kuang, Amos, Goldblum, Finzi and Wilson 2024, NeurIPS, arXiv 2407.18158");

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return evidence
        .find(TokenMessage.class)
        .map(message -> (BoundAnswer) of(message, delta))
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    CARD,
                    "a language model with a short description",
                    "certify a run of a language model, with --train"));
  }

  /** The value; what a compression minimizes. */
  public static double value(TokenMessage message, double delta) {
    double complexity = message.length() * Math.log(2) - Math.log(delta);
    return message.loss() + message.range() * Math.sqrt(complexity / (2.0 * message.tokens()));
  }

  private static Bound of(TokenMessage message, double delta) {
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("trainingLoss", message.loss());
    terms.put("tokens", (double) message.tokens());
    terms.put("vocabulary", (double) message.vocabulary());
    terms.put("smoothing", message.smoothing());
    terms.put("bits", message.length());
    message.bits().forEach((part, bits) -> terms.put("bits, " + part, bits));
    return new Bound(
        CARD,
        value(message, delta),
        Confidence.of(delta, "the text, for all messages at once"),
        Math.log(message.vocabulary()),
        terms);
  }
}
