/** Linguistic properties of a stimulus's words, made from its text and written as a table. */
@NullMarked
package org.entrain.app.annotate;

import org.jspecify.annotations.NullMarked;
