/**
 * A recipe carried out: a folder that survives anything. It holds the recipe, the provenance, the
 * metrics, the snapshots and the result; an SQLite index finds runs again. Read {@code RunFolder}
 * first.
 */
@NullMarked
@PublicApi
package org.sweetspot.run;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
