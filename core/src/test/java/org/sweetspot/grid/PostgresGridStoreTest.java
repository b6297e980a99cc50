package org.sweetspot.grid;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against a real server; left out, with the reason, where none can be started. */
@Tag("heavy")
class PostgresGridStoreTest extends GridStoreContract {
  private static final PostgresServer SERVER = new PostgresServer();

  @BeforeAll
  static void start() throws Exception {
    String refusal = SERVER.start();
    Assumptions.assumeTrue(refusal.isEmpty(), "no PostgreSQL server: " + refusal);
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.close();
  }

  @Override
  String url() {
    return SERVER.url();
  }

  @Test
  void aServerThatRefusesIsExplained() {
    assertThatThrownBy(() -> GridStore.open(SERVER.url().replace("/postgres?", "/nothing?"), "g"))
        .hasMessageContaining("nothing")
        .hasMessageContaining("check the address, user and password")
        .hasMessageNotContaining("user=sweetspot");
  }
}
