/**
 * Which predictions on paper hold when they are run? A {@link org.sweetspot.theory.Claim} goes in,
 * out comes a {@link org.sweetspot.theory.Finding}: what was predicted beside what was measured,
 * and one of three verdicts. Settings solved on paper are in {@code theory.setting}, claims of
 * papers in {@code theory.paper}. Read {@link org.sweetspot.theory.Check} first.
 */
@NullMarked
package org.sweetspot.theory;

import org.jspecify.annotations.NullMarked;
