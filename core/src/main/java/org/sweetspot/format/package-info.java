/**
 * Files other programs write and read, one type a format. Every length in a header is checked
 * against the file before memory is taken for it. What leaves is a {@link
 * org.sweetspot.format.NamedTensor}, numbers and all, or a {@link
 * org.sweetspot.format.StoredTensor}, whose numbers stay in the file until they are asked for. Read
 * {@link org.sweetspot.format.SafetensorsFile} first: it is the simplest of them, and the others
 * have its shape. Tables have rows instead of tensors: {@link org.sweetspot.format.table}.
 */
@NullMarked
package org.sweetspot.format;

import org.jspecify.annotations.NullMarked;
