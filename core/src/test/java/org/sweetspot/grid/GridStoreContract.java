package org.sweetspot.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sweetspot.grid.GridEntry.State;

/** What a store of a grid keeps, on every database. Time is set by hand. */
abstract class GridStoreContract {
  private static final AtomicInteger GRIDS = new AtomicInteger();

  private final String grid = "grid" + GRIDS.incrementAndGet();
  private final AtomicLong clock = new AtomicLong(1_000_000);

  /** Address of an empty database. */
  abstract String url();

  private GridStore store() {
    return GridStore.open(url(), grid, clock::get);
  }

  private static State state(GridStore store, String run) {
    return store.entry(run).orElseThrow().state();
  }

  private void pass(long millis) {
    clock.addAndGet(millis);
  }

  @Test
  void aRunIsTakenOnceAndItsResultLeftByItsOwnerAlone() {
    try (GridStore one = store();
        GridStore other = store()) {
      one.enter("b", 1, "made");
      one.enter("a", 2, "made");
      assertThat(other.free()).containsExactly("b", "a");
      assertThat(one.take("b", "w1")).isTrue();
      assertThat(other.take("b", "w2")).isFalse();
      assertThat(other.free()).containsExactly("a");
      assertThat(other.finish("b", "w2", "stolen")).isFalse();
      assertThat(one.finish("b", "w1", "its result")).isTrue();
      assertThat(other.entries())
          .containsExactly(
              new GridEntry("b", State.DONE, "w1", 0, "its result"),
              new GridEntry("a", State.WAITING, "", 0, ""));
      assertThat(other.take("b", "w2")).isFalse();
    }
  }

  @Test
  void whoeverIsSilentForALeaseLosesTheRunAndLearnsIt() {
    try (GridStore store = store()) {
      store.enter("a", 0, "made");
      assertThat(store.take("a", "w1")).isTrue();
      pass(GridStore.LEASE_MILLIS - 1);
      assertThat(store.renew("a", "w1")).isTrue();
      pass(GridStore.LEASE_MILLIS);
      assertThat(store.free()).isEmpty();
      assertThat(store.take("a", "w2")).isFalse();
      pass(1);
      assertThat(store.free()).containsExactly("a");
      assertThat(store.take("a", "w2")).isTrue();
      assertThat(store.renew("a", "w1")).isFalse();
      assertThat(store.finish("a", "w1", "late")).isFalse();
      store.fail("a", "w1", "late");
      store.lost("a", "w1", "late");
      store.release("a", "w1");
      assertThat(store.entry("a")).contains(new GridEntry("a", State.TAKEN, "w2", 1, ""));
    }
  }

  @Test
  void whoeverWasSilentGoesOnWhereNobodyElseCame() {
    try (GridStore store = store()) {
      store.enter("a", 0, "made");
      assertThat(store.take("a", "w1")).isTrue();
      pass(10 * GridStore.LEASE_MILLIS);
      assertThat(store.renew("a", "w1")).isTrue();
      assertThat(store.free()).isEmpty();
    }
  }

  @Test
  void aRunThatKillsItsWorkersIsGivenUp() {
    try (GridStore store = store()) {
      store.enter("crash", 0, "made");
      store.enter("silence", 1, "made");
      for (int death = 1; death <= GridStore.MOST_DEATHS; death++) {
        assertThat(store.free()).containsExactly("crash", "silence");
        assertThat(store.take("crash", "w" + death)).isTrue();
        assertThat(store.take("silence", "w" + death)).isTrue();
        store.lost("crash", "w" + death, "out of memory");
        pass(GridStore.LEASE_MILLIS + 1);
      }
      assertThat(store.free()).isEmpty();
      assertThat(store.entry("crash"))
          .contains(new GridEntry("crash", State.FAILED, "w4", 4, "out of memory"));
      assertThat(state(store, "silence")).isEqualTo(State.FAILED);
      assertThat(store.entry("silence").orElseThrow().text()).contains("lost 4 times");
    }
  }

  @Test
  void aRunThatSomebodyElseHoldsRestsAndCountsNoDeath() {
    try (GridStore store = store()) {
      store.enter("a", 0, "made");
      assertThat(store.take("a", "w1")).isTrue();
      store.release("a", "w1");
      assertThat(store.free()).isEmpty();
      pass(GridStore.LEASE_MILLIS);
      assertThat(store.free()).containsExactly("a");
      assertThat(store.entry("a").orElseThrow().deaths()).isZero();
    }
  }

  @Test
  void enteringAgainKeepsWhatIsDoneAndTriesAnewWhatFailedOrIsToBeOtherwise() {
    try (GridStore store = store()) {
      for (String run : List.of("done", "other", "failed", "taken")) {
        store.enter(run, 0, "made");
        assertThat(store.take(run, "w")).isTrue();
      }
      store.finish("done", "w", "result");
      store.finish("other", "w", "result");
      store.fail("failed", "w", "refused");
      assertThat(state(store, "failed")).isEqualTo(State.FAILED);
      store.enter("done", 0, "made");
      store.enter("other", 0, "made otherwise");
      store.enter("failed", 0, "made");
      store.enter("taken", 0, "made");
      assertThat(store.entries())
          .extracting(GridEntry::state)
          .containsExactly(State.DONE, State.WAITING, State.WAITING, State.TAKEN);
      store.settle("taken", "found");
      assertThat(store.renew("taken", "w")).isFalse();
      assertThat(store.entry("taken").orElseThrow().text()).isEqualTo("found");
    }
  }

  @Test
  void manyWorkersShareTheRunsWithoutTakingOneTwice() throws Exception {
    int runs = 40;
    Set<String> taken = new ConcurrentSkipListSet<>();
    AtomicInteger takes = new AtomicInteger();
    try (GridStore store = store()) {
      for (int i = 0; i < runs; i++) {
        store.enter("run" + i, i, "made");
      }
    }
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        String owner = "w" + w;
        work.add(
            () -> {
              try (GridStore store = store()) {
                for (List<String> free = store.free(); !free.isEmpty(); free = store.free()) {
                  if (store.take(free.get(0), owner)) {
                    taken.add(free.get(0));
                    takes.incrementAndGet();
                    store.finish(free.get(0), owner, owner);
                  }
                }
              }
              return null;
            });
      }
      for (Future<Void> one : workers.invokeAll(work)) {
        one.get();
      }
    } finally {
      workers.shutdown();
    }
    assertThat(taken).hasSize(runs);
    assertThat(takes).hasValue(runs);
  }

  @Test
  void gridsOfOneDatabaseDoNotMeet() {
    try (GridStore store = store();
        GridStore other = GridStore.open(url(), grid + "-other")) {
      store.enter("a", 0, "made");
      assertThat(other.entries()).isEmpty();
      other.enter("a", 0, "made");
      // By the database's own clock, which no test can set: a run that was just taken is not free.
      assertThat(other.take("a", "w")).isTrue();
      assertThat(other.free()).isEmpty();
      assertThat(store.free()).containsExactly("a");
    }
  }
}
