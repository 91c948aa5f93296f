/**
 * Recordings of participants: reads them from NumPy arrays or numeric tables, fits their rows to
 * the clock, removes trends if asked to, and publishes them as volumes.
 */
@NullMarked
package org.entrain.producers.recordings;

import org.jspecify.annotations.NullMarked;
