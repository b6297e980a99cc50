package org.sweetspot.generalization.bound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Occam's razor for a network with a short description. Messages of l bits in a prefix-free code
 * get the prior weight 2^-l, the union bound over all messages pays for the choice, and Chernoff's
 * bound holds for each: error at most kl^-1(k/n, (l ln 2 + ln(1/delta))/n). The network may be
 * chosen by the same examples. Source: Langford 2005, JMLR 6, section 4; Lotfi et al. 2022,
 * NeurIPS, for networks. Refused where the decoder needs more than the message holds.
 */
public final class CompressionBound implements BoundRule {
  private static final BoundCard CARD =
      new BoundCard(
          "compression",
          "Occam bound of a compressed network",
          BoundKind.CERTIFIED,
          "the probability that the compressed network errs on a new example",
          "the test error of the compressed network",
          "kl^-1(k/n, (l ln 2 + ln(1/delta))/n), l bits that the decoder needs",
          List.of(
              BoundCard.INDEPENDENT,
              "architecture, code and random numbers of the decoder were fixed before the data"),
          "",
          "Langford 2005, JMLR 6, section 4; Lotfi et al. 2022, NeurIPS");

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return evidence
        .find(CompressedNetwork.class)
        .map(network -> of(network, delta))
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    CARD,
                    "a network with a short description",
                    "certify a run of a classifier without running statistics, with --train"));
  }

  private static BoundAnswer of(CompressedNetwork network, double delta) {
    if (!network.unpaid().isEmpty()) {
      return new BoundAnswer.Refused(
          CARD,
          "the decoder needs what the message does not hold: "
              + String.join(", ", network.unpaid()),
          "count their bits");
    }
    double length = network.length();
    double complexity = (length * Math.log(2) - Math.log(delta)) / network.of();
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("trainingError", (double) network.errors() / network.of());
    terms.put("examples", (double) network.of());
    terms.put("bits", length);
    network.bits().forEach((part, bits) -> terms.put("bits, " + part, bits));
    return Bound.ofError(
        CARD,
        BinaryKl.upper((double) network.errors() / network.of(), complexity),
        Confidence.of(delta, "the sample of examples, for all messages at once"),
        terms);
  }
}
