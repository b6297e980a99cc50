package org.sweetspot.app;

import java.util.List;
import java.util.function.LongSupplier;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.training.Observer;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * What the program meets outside itself, and a test replaces: the clock of its monitors, and who
 * else watches its trainings.
 *
 * @param nanoClock nanoseconds since any moment; never goes back
 * @param watchers called after the program's own observers
 * @param python where models that live in Python are asked
 */
record Surroundings(LongSupplier nanoClock, List<Observer> watchers, PythonModels python)
    implements IFactory {
  /** The system's clock, and nobody else. */
  static final Surroundings USUAL = new Surroundings(System::nanoTime, List.of());

  /** Copies the list. */
  Surroundings {
    watchers = List.copyOf(watchers);
  }

  /** Without a Python that is already there. */
  Surroundings(LongSupplier nanoClock, List<Observer> watchers) {
    this(nanoClock, watchers, PythonModels.started());
  }

  /** The system's clock, and a Python that has started this process. */
  static Surroundings servedBy(Connection python) {
    return new Surroundings(System::nanoTime, List.of(), PythonModels.at(python));
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
    if (part == MeasureCommand.class) {
      return part.cast(new MeasureCommand(python));
    }
    if (part == MonitorsCommand.class) {
      return part.cast(new MonitorsCommand(python));
    }
    return CommandLine.defaultFactory().create(part);
  }
}
