/**
 * Whether two recorded trainings make the same step, and which factor differs. Read {@link
 * org.sweetspot.diagnosis.launch.Equivalence} first.
 */
@NullMarked
package org.sweetspot.diagnosis.launch;

import org.jspecify.annotations.NullMarked;
