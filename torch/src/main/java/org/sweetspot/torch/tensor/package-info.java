/**
 * libtorch's memory made safe for Java: native objects die with the {@link
 * org.bytedeco.javacpp.PointerScope} they were made in, unless an {@link
 * org.sweetspot.torch.tensor.Handle} owns them. Nothing here waits for the garbage collector.
 * Beside that, functions of tensors that several packages use. Read {@link
 * org.sweetspot.torch.tensor.Handle} first, then {@link org.sweetspot.torch.tensor.Place}.
 */
@NullMarked
package org.sweetspot.torch.tensor;

import org.jspecify.annotations.NullMarked;
