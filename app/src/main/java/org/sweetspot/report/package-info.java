/**
 * Results made readable: an HTML page that needs nothing else, pictures, text for a terminal or
 * JSON leaves. Three kinds enter: a {@link org.sweetspot.control.ControlResult} ({@link
 * org.sweetspot.report.ControlReport}), the measurements of one run with the timelines of its
 * monitors ({@link org.sweetspot.report.MeasureReport}; its first lines come from {@link
 * org.sweetspot.report.SummaryText}), and two groups of runs beside each other ({@link
 * org.sweetspot.report.ComparisonReport}). Read {@link org.sweetspot.report.ControlReport} first.
 * Pages are written by plain Java through {@code Html}, which escapes everything it is given: that
 * is one small file, where a template language would add a compiler to the build and a second
 * syntax.
 */
@NullMarked
package org.sweetspot.report;

import org.jspecify.annotations.NullMarked;
