/**
 * Results made readable. A {@link org.sweetspot.control.ControlResult} or a list of {@link
 * org.sweetspot.measure.Measurement}s enters; an HTML page that needs nothing else, pictures, text
 * for a terminal or JSON leaves. Read {@link org.sweetspot.report.ControlReport} first. Pages are
 * written by plain Java through {@code Html}, which escapes everything it is given: that is one
 * small file, where a template language would add a compiler to the build and a second syntax.
 */
@NullMarked
package org.sweetspot.report;

import org.jspecify.annotations.NullMarked;
