/**
 * Which error can be guaranteed? In goes {@link org.sweetspot.generalization.bound.Evidence} of a
 * network (errors on held-out examples, a trained posterior, a short description, ...), out comes
 * for each rule a number with the confidence at which it holds, what it assumes and what it may be
 * compared with, or the reason why there is none. Read {@link
 * org.sweetspot.generalization.bound.Bound} first, then {@link
 * org.sweetspot.generalization.bound.BoundRule}.
 */
@NullMarked
package org.sweetspot.generalization.bound;

import org.jspecify.annotations.NullMarked;
