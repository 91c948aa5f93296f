/**
 * The events of the stream and the topics that carry them, each declared once. No logic beyond
 * turning bytes, and the names within them, into values and back.
 */
@NullMarked
package org.entrain.schemas;

import org.jspecify.annotations.NullMarked;
