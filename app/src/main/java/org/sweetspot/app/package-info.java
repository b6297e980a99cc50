/** The command line: the only place that prints. Read {@code Main} first. */
@NullMarked
package org.sweetspot.app;

import org.jspecify.annotations.NullMarked;
