package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.control.prediction.LedgerEntry;

/**
 * The ledger of what was predicted on this machine: {@code $SWEETSPOT_LEDGER}, or {@code
 * sweetspot/predictions.jsonl} under {@code $XDG_STATE_HOME} or {@code ~/.local/state}.
 */
final class MachineLedger {
  private MachineLedger() {}

  static Path path() {
    Map<String, String> environment = System.getenv();
    String own = environment.getOrDefault("SWEETSPOT_LEDGER", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path folder =
        state.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".local", "state")
            : Path.of(state);
    return folder.resolve("sweetspot").resolve("predictions.jsonl");
  }

  /** This machine's entries. */
  static List<LedgerEntry> read() throws IOException {
    return Ledger.read(path());
  }

  /** The shipped entries and this machine's. */
  static List<LedgerEntry> all() throws IOException {
    List<LedgerEntry> all = new ArrayList<>(Ledger.shipped());
    all.addAll(read());
    return all;
  }

  /** Adds what is not there yet: an experiment that is repeated predicts nothing new. */
  static void add(List<LedgerEntry> entries) throws IOException {
    Ledger.add(path(), entries);
  }
}
