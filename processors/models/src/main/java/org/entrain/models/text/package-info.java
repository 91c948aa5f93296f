/**
 * What of a text a model sees for each of its words and tokens, and how it is read in few passes: a
 * passage is a slice of the text with the windows that end in it. Windows that begin together are
 * one sequence, so keys and values are computed once for all of them.
 */
@NullMarked
package org.entrain.models.text;

import org.jspecify.annotations.NullMarked;
