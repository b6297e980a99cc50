/**
 * Which numbers may be zero: tensors enter; masks of N of every M weights leave, along rows alone
 * or along rows and columns, and gradients of which N of every M are kept so that the mean stays
 * right. Read {@link org.sweetspot.sparsity.SparsePattern} first.
 */
@NullMarked
package org.sweetspot.sparsity;

import org.jspecify.annotations.NullMarked;
