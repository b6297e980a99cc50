package org.sweetspot.spark;

import java.io.IOException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.sweetspot.grid.WorkerTask;

/**
 * One run on an executor: starts its worker and waits for it. A run that another worker holds, as
 * one does whose executor was lost, is asked for again until that worker is done or its lease
 * ended.
 */
final class RunTask implements VoidFunction<WorkerTask> {
  private static final long serialVersionUID = 1L;
  private static final long REST_MILLIS = 2_000;

  @Override
  public void call(WorkerTask task) throws IOException, InterruptedException {
    // The number of an attempt is one within its application alone.
    String name =
        "spark-" + SparkEnv.get().conf().getAppId() + "-" + TaskContext.get().taskAttemptId() + "-";
    for (int attempt = 0; ; attempt++) {
      Process worker = task.start(name + attempt);
      int code;
      try {
        code = worker.waitFor();
      } catch (InterruptedException cancelled) {
        worker.destroy();
        throw cancelled;
      }
      if (code > WorkerTask.SIGNALLED) {
        throw new IOException("the worker of " + task.run() + " ended with code " + code);
      }
      if (code != WorkerTask.HELD) {
        // What came of it, a failure too, stands in the store.
        return;
      }
      Thread.sleep(REST_MILLIS);
    }
  }
}
