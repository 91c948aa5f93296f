/** Linguistic properties of the words: their tables, and how they become events. */
@NullMarked
package org.entrain.producers.annotations;

import org.jspecify.annotations.NullMarked;
