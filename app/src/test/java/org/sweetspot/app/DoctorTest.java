package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @Test
  void everythingIsLookedAtAndTheEngineCanAdd() {
    Program program = Program.run("doctor");

    assertThat(program.out()).contains("Java", "cores", "memory", "disk", "allocator", "engine");
    assertThat(program.out()).contains("libtorch").containsPattern("This machine is (not )?fit");
    assertThat(program.code()).isIn(0, 1);
    assertThat(EngineCheck.examine().fitness()).isEqualTo(Finding.Fitness.FIT);
  }

  @Test
  void quantizersAreNamedBiasedOrUnbiasedWithTheirSize(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("unbiased.json");
    Program program = Program.run("doctor", "--unbiased", "--json", json.toString());

    assertThat(program.code()).isZero();
    assertThat(program.out())
        .containsPattern("nvfp4\\+stochastic +unbiased +\\|z\\| ")
        .containsPattern("log4\\+stochastic +unbiased ")
        .containsPattern("2:4\\+unbiased +unbiased ")
        .containsPattern("2:4 +biased +0\\.\\d+; -0\\.")
        .containsPattern("nvfp4\\+stochastic\\+scales-nearest +biased .*-.*error")
        .containsPattern("int4\\+stochastic\\+sawb +biased ");
    assertThat(Files.readString(json))
        .contains("\"schema\" : 1", "\"name\" : \"nvfp4+stochastic\"", "\"shrinkage\" : ");
    assertThat(Program.run("doctor", "--json", json.toString()).err()).contains("--unbiased");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anAllocatorWithoutItsSettingsIsSlowAndSaysHowToSetThem() {
    Finding bare = Doctor.allocator(Map.of("MALLOC_ARENA_MAX", "1"));

    assertThat(bare.fitness()).isEqualTo(Finding.Fitness.SLOW);
    assertThat(bare.found()).contains("MALLOC_MMAP_THRESHOLD_").doesNotContain("ARENA");
    assertThat(bare.remedy()).contains("./sweetspot");
    assertThat(
            Doctor.allocator(
                    Map.of(
                        "MALLOC_ARENA_MAX", "1",
                        "MALLOC_MMAP_THRESHOLD_", "1",
                        "MALLOC_TRIM_THRESHOLD_", "1"))
                .fitness())
        .isEqualTo(Finding.Fitness.FIT);
  }
}
