package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void aFileIsReplacedAndNothingElseIsLeftOrTouched() throws IOException {
    Path file = Files.writeString(folder.resolve("result.json"), "old");
    Path mine = Files.writeString(folder.resolve("result.json.tmp"), "the user's own");
    AtomicFile.write(file, "new ä");
    assertThat(file).hasContent("new ä");
    assertThat(mine).hasContent("the user's own");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linksAndWhatIsNoFileAreWrittenThrough() throws IOException {
    Path file = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.write(link, "new");
    assertThat(file).hasContent("new");
    assertThat(link).isSymbolicLink();
    AtomicFile.write(Path.of("/dev/null"), "gone");
    assertThatThrownBy(() -> AtomicFile.write(Path.of("/dev/full"), "x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
  }

  @Test
  void aFolderThatIsNotThereLeavesNothing() {
    Path file = folder.resolve("missing").resolve("result.json");
    assertThatThrownBy(() -> AtomicFile.write(file, "x")).isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }
}
