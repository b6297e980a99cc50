/**
 * What other programs may rely on: nothing but a mark, which public packages and types carry. Read
 * {@link org.sweetspot.api.PublicApi} first.
 */
@NullMarked
package org.sweetspot.api;

import org.jspecify.annotations.NullMarked;
