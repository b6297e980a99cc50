/**
 * A plan in the words of a library: a recipe enters, a few lines to paste leave. {@link
 * org.sweetspot.control.emit.Library} is the type to read first.
 */
@NullMarked
package org.sweetspot.control.emit;

import org.jspecify.annotations.NullMarked;
