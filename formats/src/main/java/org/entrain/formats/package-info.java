/** File formats of the field, read and written without any other room. */
@NullMarked
package org.entrain.formats;

import org.jspecify.annotations.NullMarked;
