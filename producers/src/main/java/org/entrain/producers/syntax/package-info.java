/** Parses of sentences, the properties that follow from them, and how they reach the words. */
@NullMarked
package org.entrain.producers.syntax;

import org.jspecify.annotations.NullMarked;
