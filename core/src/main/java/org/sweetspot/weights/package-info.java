/**
 * The weights of a model, with or without the model: named tensors whose entries are loaded one
 * tensor at a time. What answers questions about weights alone asks here, so that it works for a
 * problem and for a file alike. Read {@link org.sweetspot.weights.Weights} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.weights;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
