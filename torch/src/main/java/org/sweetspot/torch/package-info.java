/**
 * The libtorch engine: vectors, models and problems whose numbers live in libtorch. Read {@code
 * TorchEngine} first.
 */
@NullMarked
package org.sweetspot.torch;

import org.jspecify.annotations.NullMarked;
