package org.sweetspot.app;

import java.util.List;
import java.util.function.LongSupplier;
import org.sweetspot.training.Observer;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * What the program meets outside itself, and a test replaces: the clock of its monitors, and who
 * else watches its trainings.
 *
 * @param nanoClock nanoseconds since any moment; never goes back
 * @param watchers called after the program's own observers
 */
record Surroundings(LongSupplier nanoClock, List<Observer> watchers) implements IFactory {
  /** The system's clock, and nobody else. */
  static final Surroundings USUAL = new Surroundings(System::nanoTime, List.of());

  /** Copies the list. */
  Surroundings {
    watchers = List.copyOf(watchers);
  }

  /** Makes the parts of the command line, handing each what it needs of this. */
  @Override
  public <K> K create(Class<K> part) throws Exception {
    if (part == MonitorOptions.class) {
      return part.cast(new MonitorOptions(nanoClock));
    }
    if (part == TrainCommand.class) {
      return part.cast(new TrainCommand(watchers));
    }
    return CommandLine.defaultFactory().create(part);
  }
}
