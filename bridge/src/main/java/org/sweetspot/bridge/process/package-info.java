/**
 * How the two processes of a bridge find each other: whoever is there first listens in a folder of
 * its own and starts the other. Read {@link org.sweetspot.bridge.process.ModelProcess} first.
 */
@NullMarked
package org.sweetspot.bridge.process;

import org.jspecify.annotations.NullMarked;
