package org.sweetspot.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.sweetspot.grid.Cluster;
import org.sweetspot.grid.WorkerTask;

/**
 * Carries runs out as tasks of Apache Spark: one partition a run. An executor that is lost costs
 * the tasks that it had: Spark gives them to another one, where the worker goes on from the run's
 * last checkpoint as soon as the lost worker's lease has ended.
 */
public final class SparkCluster implements Cluster {
  /** More than a run may lose workers, so that it is the store that gives a run up. */
  private static final String MOST_FAILURES = "8";

  private @Nullable JavaSparkContext context;
  private boolean closed;

  /** For {@link java.util.ServiceLoader}. */
  public SparkCluster() {}

  @Override
  public boolean knows(String url) {
    return url.startsWith("spark:")
        || url.startsWith("local-cluster[")
        || url.startsWith("local[")
        || url.startsWith("k8s:")
        || url.equals("yarn");
  }

  @Override
  public void carryOut(String url, List<WorkerTask> tasks) throws IOException {
    if (tasks.isEmpty()) {
      return;
    }
    try {
      started(url).parallelize(tasks, tasks.size()).foreach(new RunTask());
    } catch (RuntimeException failed) {
      throw new IOException("Spark at " + url + ": " + failed.getMessage(), failed);
    }
  }

  private synchronized JavaSparkContext started(String url) throws IOException {
    if (closed) {
      throw new IOException("Spark at " + url + ": stopped before it began");
    }
    SparkConf settings =
        new SparkConf()
            .setMaster(url)
            .setAppName("sweetspot study")
            .set("spark.task.maxFailures", MOST_FAILURES)
            .set("spark.excludeOnFailure.enabled", "false")
            .set("spark.ui.enabled", "false")
            .setJars(jars());
    JavaSparkContext made = new JavaSparkContext(settings);
    context = made;
    return made;
  }

  /** What an executor needs to start a worker: this module and how a task is described. */
  private static String[] jars() {
    return Stream.of(RunTask.class, WorkerTask.class)
        .map(JavaSparkContext::jarOfClass)
        .flatMap(Arrays::stream)
        .toArray(String[]::new);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (context != null) {
      context.close();
    }
  }
}
