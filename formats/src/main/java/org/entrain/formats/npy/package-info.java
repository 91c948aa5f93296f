/**
 * Reads NumPy's {@code .npy} files through memory maps, so that no more of a file is loaded than is
 * asked for. Headers are treated as hostile: whatever does not fit the file is refused.
 */
@NullMarked
package org.entrain.formats.npy;

import org.jspecify.annotations.NullMarked;
