/**
 * How are the runs of a grid carried out on a cluster of Apache Spark? Each run is a task, each
 * task starts the same worker process as a grid on one machine does. Read {@link
 * org.sweetspot.spark.SparkCluster} first.
 */
@NullMarked
package org.sweetspot.spark;

import org.jspecify.annotations.NullMarked;
