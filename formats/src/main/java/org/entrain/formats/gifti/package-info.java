/** GIfTI, the field's format of data on surfaces: writes a value for every vertex. */
@NullMarked
package org.entrain.formats.gifti;

import org.jspecify.annotations.NullMarked;
