package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceTest {
  @Test
  void librariesAreThoseWhoseHashesAreWrittenDown() throws Exception {
    List<String> lines = Resource.text("vega.sha256").lines().toList();

    assertThat(lines).hasSize(3);
    for (String line : lines) {
      String hash = line.substring(0, 64);
      String name = line.substring(66);
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Resource.text(name).getBytes(StandardCharsets.UTF_8));
      assertThat(HexFormat.of().formatHex(digest)).as(name).isEqualTo(hash);
    }
  }

  @Test
  void librariesCannotEndTheirScriptElement() {
    for (String name :
        List.of("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "report.js")) {
      assertThat(Resource.text(name)).doesNotContainIgnoringCase("</script", "<!--");
    }
  }

  @Test
  void blanksOfAChartAreFilledOnceOnly() {
    assertThatThrownBy(() -> Resource.chart("gap.vl.json", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a value for @");
    assertThat(
            Resource.chart(
                    "gap.vl.json",
                    Map.of(
                        "height", Json.brief(1),
                        "rows", Json.array().add("@domain"),
                        "domain", Json.briefs(0, 1)))
                .at("/datasets/rows/0")
                .asString())
        .isEqualTo("@domain");
  }
}
