/**
 * What is wrong with a recorded training: a record enters, ranked findings leave. {@link
 * org.sweetspot.diagnosis.Diagnosis} is the type to read first; what each check looks at is in
 * {@code check}, one class each; whether two launches make the same step is in {@code launch}.
 */
@NullMarked
package org.sweetspot.diagnosis;

import org.jspecify.annotations.NullMarked;
