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
    assertThat(row)
        .as(finding.checks().toString())
        .contains("| " + finding.verdict().words() + " |");
  }
}
