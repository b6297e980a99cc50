/**
 * How long the algebra's hot paths take, measured by JMH. Read {@link
 * org.sweetspot.benchmark.AlgebraBenchmark} first.
 */
@NullMarked
package org.sweetspot.benchmark;

import org.jspecify.annotations.NullMarked;
