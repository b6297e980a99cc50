package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.ClaimCatalogue;
import org.sweetspot.theory.paper.Papers;
import org.sweetspot.theory.setting.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code theory} and {@code papers} print and write. */
class ClaimCommandsTest {
  @TempDir private Path folder;

  @Test
  void aSettingIsPrintedDrawnAndWritten() throws IOException {
    Path json = folder.resolve("claim.json");
    Path page = folder.resolve("claim.html");
    Path table = folder.resolve("claim.md");

    Program result =
        Program.run(
            "theory",
            "scalar-network",
            "--json",
            json.toString(),
            "--html",
            page.toString(),
            "--table",
            table.toString());

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("holds here").contains("Kreisler");
    JsonNode claim = JsonMapper.shared().readTree(json).path("claims").get(0);
    assertThat(claim.path("verdict").asString()).isEqualTo("holds");
    assertThat(claim.path("checks").get(0).path("relation").asString()).isEqualTo("equal");
    assertThat(Files.readString(page)).contains("scalar-network-curve0");
    assertThat(Files.readString(table)).contains("| `scalar-network` |").contains("holds here");
  }

  @Test
  void withoutANameTheyAreListed() {
    assertThat(Program.run("papers").out()).contains("sgd-stability: ").contains("Mulayoff");
    assertThat(Program.run("theory").out()).contains("diagonal-network: ");
  }

  @Test
  void thePageHasARowForEach() throws IOException {
    String page = Files.readString(Project.root().resolve("docs/papers.md"));
    for (ClaimCatalogue catalogue : List.of(Papers.SHIPPED, Settings.SHIPPED)) {
      for (Claim claim : catalogue.claims()) {
        assertThat(page).contains("| `" + claim.card().id() + "` | " + claim.card().title() + " |");
      }
    }
  }

  @Test
  void anUnknownNameIsTheUsersMistake() {
    Program result = Program.run("papers", "perpetual-motion");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("expected one of [").contains("sweetspot papers lists them");
  }
}
