/**
 * Files other programs write and read, one type a format. Every length in a header is checked
 * against the file before memory is taken for it.
 */
@NullMarked
package org.sweetspot.format;

import org.jspecify.annotations.NullMarked;
