/**
 * Do claims of papers on implicit bias hold here? Each class is one claim at a size that two cores
 * can test, with the later criticism beside it. Read {@link org.sweetspot.theory.paper.Papers}
 * first.
 */
@NullMarked
package org.sweetspot.theory.paper;

import org.jspecify.annotations.NullMarked;
