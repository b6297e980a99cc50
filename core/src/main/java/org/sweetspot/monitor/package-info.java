/**
 * Measuring while a training runs, within a budget of time: which monitors there are, which of them
 * can be afforded now, and what they found. Read {@link org.sweetspot.monitor.Monitoring} first,
 * then {@link org.sweetspot.monitor.Monitor}.
 */
@NullMarked
package org.sweetspot.monitor;

import org.jspecify.annotations.NullMarked;
