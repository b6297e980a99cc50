/**
 * What stands in a table: rows of named columns from CSV and Parquet files, read one row after
 * another in bounded memory. Read {@link org.sweetspot.format.table.TableRows} first.
 */
@NullMarked
package org.sweetspot.format.table;

import org.jspecify.annotations.NullMarked;
