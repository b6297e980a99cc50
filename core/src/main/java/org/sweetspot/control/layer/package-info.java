/**
 * Which layer bears a change of number formats or of sparsity worst: a baseline's weights and a
 * change enter; how far the gradient moves when one layer, or one operand of its products, is
 * changed alone leaves, and recipes that leave some layers as they are. Read {@link
 * org.sweetspot.control.layer.GradientErrors} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.control.layer;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
