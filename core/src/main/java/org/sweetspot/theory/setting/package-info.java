/**
 * Do settings that are solved on paper come out when they are trained? Each class is one: the
 * formula, the same trainer that trains networks, and the tolerance. Read {@link
 * org.sweetspot.theory.setting.Settings} first.
 */
@NullMarked
package org.sweetspot.theory.setting;

import org.jspecify.annotations.NullMarked;
