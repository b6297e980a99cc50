package org.sweetspot.grid;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteGridStoreTest extends GridStoreContract {
  @TempDir private Path folder;

  @Override
  String url() {
    return "jdbc:sqlite:" + folder.resolve("grid.sqlite");
  }

  @Test
  void anAddressThatIsNoneIsExplainedWithoutItsSecrets() {
    assertThatThrownBy(() -> GridStore.open("mysql://me:secret@host/grids?password=x", "g"))
        .hasMessageContaining("jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("password");
    assertThatThrownBy(
            () -> GridStore.open("jdbc:sqlite:" + folder.resolve("no/such/folder/g.sqlite"), "g"))
        .hasMessageContaining("a database that can be read and written");
  }
}
