/**
 * Data sets as plain memory that every engine can read without a copy: {@link
 * org.sweetspot.data.DataSet} holds one {@link org.sweetspot.data.Examples} a split.
 */
@NullMarked
package org.sweetspot.data;

import org.jspecify.annotations.NullMarked;
