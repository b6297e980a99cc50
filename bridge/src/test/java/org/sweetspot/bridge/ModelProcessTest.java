package org.sweetspot.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.bridge.process.ModelProcess;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.bridge.wire.Limits;

/** Processes that never answer for anything. */
class ModelProcessTest {
  private static final Limits SHORT = new Limits(Duration.ofMillis(300), Duration.ofMillis(500));

  private static ModelProcess start(List<String> prints, String script) {
    return ModelProcess.start(List.of("/bin/sh", "-c", script), Map.of(), SHORT, prints::add);
  }

  @Test
  void whoEndsAtOnceIsToldWithCodeAndWords() {
    List<String> prints = new ArrayList<>();
    assertThatThrownBy(() -> start(prints, "echo no such module; exit 3"))
        .isInstanceOf(BridgeException.class)
        .hasMessageContaining("its end with exit code 3")
        .hasMessageContaining("no such module");
    assertThat(prints).containsExactly("no such module");
  }

  @Test
  void whoNeverConnectsIsKilled() {
    List<String> prints = new ArrayList<>();
    assertThatThrownBy(() -> start(prints, "echo $$; exec sleep 60"))
        .isInstanceOf(BridgeException.class)
        .hasMessageContaining("within 0.5 s, got nothing");
    long process = Long.parseLong(prints.get(0));
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void whoWasNotStartedByAnotherProcessIsTold() {
    assertThatThrownBy(() -> ModelProcess.ofParent(Map.of(), SHORT))
        .isInstanceOf(BridgeException.class)
        .hasMessageContaining("SWEETSPOT_BRIDGE_ADDRESS");
  }
}
