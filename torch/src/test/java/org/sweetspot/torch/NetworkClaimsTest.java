package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.Networks;
import org.sweetspot.theory.Verdict;
import org.sweetspot.theory.paper.Papers;

/** Claims about networks come out the same again, by the figures that docs/papers.md states. */
@Tag("heavy")
class NetworkClaimsTest {
  static Stream<Claim> claims() {
    return Papers.SHIPPED.claims().stream().filter(claim -> !(claim instanceof FormulaClaim));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void eachComesOutAsThePageSays(Claim claim) throws IOException {
    Finding finding = claim.run(new Seed(1), new Networks(TorchEngine::new));

    for (Check check : finding.checks()) {
      assertThat(check.measured()).as(claim.card().id() + ": " + check).isFinite();
    }
    String row =
        Files.readString(Path.of("..", "docs", "papers.md"))
            .lines()
            .filter(line -> line.startsWith("| `" + claim.card().id() + "` |"))
            .findFirst()
            .orElseThrow();
    Verdict said =
        Stream.of(Verdict.values())
            .filter(verdict -> row.contains("| " + verdict.words() + " |"))
            .findFirst()
            .orElseThrow();
    if (finding.checks().stream().allMatch(NetworkClaimsTest::firm)) {
      assertThat(finding.verdict()).as(finding.checks().toString()).isEqualTo(said);
    } else if (said != Verdict.DOES_NOT_HOLD) {
      // Rounding on another processor may take such a verdict to its neighbour, not far beyond.
      assertThat(finding.checks()).allMatch(check -> over(check) <= 2 * check.error());
    }
  }

  /**
   * Whether a result drawn at random lies more than half its error from where its verdict turns.
   */
  private static boolean firm(Check check) {
    double over = over(check);
    double nearest =
        check.relation() == Check.Relation.EQUAL
            ? Math.abs(over - check.error())
            : Math.min(Math.abs(over - check.error()), Math.abs(over + check.error()));
    return check.error() == 0 || nearest > check.error() / 2;
  }

  /** By how much the measured number is beyond what the prediction and the tolerance allow. */
  private static double over(Check check) {
    return switch (check.relation()) {
          case EQUAL -> Math.abs(check.measured() - check.predicted());
          case AT_MOST -> check.measured() - check.predicted();
          case AT_LEAST -> check.predicted() - check.measured();
        }
        - check.tolerance();
  }
}
