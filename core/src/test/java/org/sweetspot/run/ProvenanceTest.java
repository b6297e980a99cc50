package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.Recipe;

class ProvenanceTest {
  private static final Recipe RECIPE = CloudRuns.recipe(10);

  @Test
  void jsonIsReadBack() {
    Provenance provenance = Provenance.of(RECIPE, "abc", "plain Java");
    assertThat(Provenance.parse("provenance.json", provenance.json())).isEqualTo(provenance);
    assertThat(provenance.jvm()).contains(System.getProperty("java.vm.name"));
    assertThat(provenance.cpu()).isNotBlank();
  }

  @Test
  void theHashIsThatOfTheWholeRecipe() {
    assertThat(Provenance.hash(RECIPE)).hasSize(64).isEqualTo(Provenance.hash(RECIPE));
    assertThat(Provenance.hash(RECIPE.withSeed(99))).isNotEqualTo(Provenance.hash(RECIPE));
  }

  @Test
  void nobodyIsNamed() {
    String json = Provenance.of(RECIPE, "abc", "plain Java").json();
    assertThat(json)
        .doesNotContain("\"" + System.getProperty("user.name") + "\"")
        .doesNotContain(System.getProperty("user.home") + "/")
        .doesNotContain("host");
  }
}
