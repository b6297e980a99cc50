package org.sweetspot.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.vector.ParameterSpace;

/**
 * What measures work with: how much they may spend and what they have spent, what decomposes
 * matrices, and the work already done for other measures. Closing frees that work. Not safe for use
 * by several threads.
 */
public final class Workbench implements AutoCloseable {
  private final MeasureSettings settings;
  private final MatrixAlgebra algebra;
  private final WorkMeter work;
  private final Map<List<Object>, Object> shared;

  /** An empty bench, whose matrices are decomposed in plain Java. */
  public Workbench(MeasureSettings settings) {
    this(settings, new JavaAlgebra(), new WorkMeter(), new LinkedHashMap<>());
  }

  private Workbench(
      MeasureSettings settings,
      MatrixAlgebra algebra,
      WorkMeter work,
      Map<List<Object>, Object> shared) {
    this.settings = settings;
    this.algebra = algebra;
    this.work = work;
    this.shared = shared;
  }

  /** The same bench, what lies on it included, with another way to decompose matrices. */
  public Workbench with(MatrixAlgebra other) {
    return new Workbench(settings, other, work, shared);
  }

  /** How much to spend, and on which data. */
  public MeasureSettings settings() {
    return settings;
  }

  /** What decomposes dense matrices. */
  public MatrixAlgebra algebra() {
    return algebra;
  }

  /** Where measures count what they spend. */
  public WorkMeter work() {
    return work;
  }

  /**
   * Work that several measures share: made by the first that asks, closed with this bench where it
   * can be closed. Its result must follow from subject, settings and seed alone, so that an answer
   * does not depend on which other measures are asked.
   *
   * @param type of the result, and with the part its name
   * @param part of the data or the model, for instance a split
   */
  public <T> T shared(Class<T> type, Object part, Supplier<T> make) {
    List<Object> key = List.of(type, part);
    Object known = shared.get(key);
    if (known == null) {
      known = make.get();
      shared.put(key, known);
    }
    return type.cast(known);
  }

  /**
   * How many vectors an estimator may hold at once, at least as many as it cannot do without.
   *
   * @param space of the vectors
   */
  public int vectors(ParameterSpace space, int least, int most) {
    long bytes = space.dimension() * space.precision().bytes();
    long fitting = settings.memory() / Math.max(1, bytes);
    return (int) Math.max(least, Math.min(most, fitting));
  }

  /** Frees the shared work. */
  @Override
  public void close() {
    for (Object result : shared.values()) {
      if (result instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          throw new IllegalStateException("closing the shared work of measures failed", e);
        }
      }
    }
    shared.clear();
  }
}
