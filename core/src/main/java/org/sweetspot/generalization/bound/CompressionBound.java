package org.sweetspot.generalization.bound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Occam's razor for a network with a short description. Messages of l bits in a prefix-free code
 * get the prior weight 2^-l, the union bound over all messages pays for the choice, and Chernoff's
 * bound holds for each: error at most kl^-1(k/n, (l ln 2 + ln(1/delta))/n). The network may be
 * chosen by the same examples. Source: Langford 2005, JMLR 6, section 4; Lotfi et al. 2022,
 * NeurIPS, for networks. Refused where the decoder needs more than the message holds.
 */
public final class CompressionBound implements BoundRule {
  private final BoundCard card;
  private final Function<Evidence, Optional<CompressedNetwork>> network;
  private final String what;

  private CompressionBound(
      String id,
      String title,
      String what,
      String source,
      Function<Evidence, Optional<CompressedNetwork>> network) {
    this.card =
        new BoundCard(
            id,
            title,
            BoundKind.CERTIFIED,
            "the probability that the compressed network errs on a new example",
            "the test error of the compressed network",
            "kl^-1(k/n, (l ln 2 + ln(1/delta))/n), l bits that the decoder needs",
            List.of(
                BoundCard.INDEPENDENT,
                "architecture, code and random numbers of the decoder were fixed before the data"),
            "",
            source);
    this.what = what;
    this.network = network;
  }

  /** Of a network in a random subspace. */
  public static CompressionBound subspace() {
    return new CompressionBound(
        "compression",
        "Occam bound of a compressed network",
        "a network with a short description",
        "Langford 2005, JMLR 6, section 4; Lotfi et al. 2022, NeurIPS",
        evidence -> evidence.find(CompressedNetwork.class));
  }

  /** Of a network whose matrices differ from random ones by products of low rank. */
  public static CompressionBound lowRank() {
    return new CompressionBound(
        "compression-low-rank",
        "Occam bound of a network of low rank",
        "a network of low rank beside its random start",
        "Langford 2005, JMLR 6, section 4; Hu et al. 2022, ICLR, for the factors",
        evidence -> evidence.find(LowRankNetwork.class).map(LowRankNetwork::network));
  }

  @Override
  public BoundCard card() {
    return card;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return network
        .apply(evidence)
        .map(found -> of(found, delta))
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    card,
                    what,
                    "certify a run of a classifier without running statistics, with --train"));
  }

  private BoundAnswer of(CompressedNetwork network, double delta) {
    if (!network.unpaid().isEmpty()) {
      return new BoundAnswer.Refused(
          card,
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
        card,
        BinaryKl.upper((double) network.errors() / network.of(), complexity),
        Confidence.of(delta, "the sample of examples, for all messages at once"),
        terms);
  }
}
