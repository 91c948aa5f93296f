/**
 * Words and the clock of the volumes: reads them from their files, checks that they fit each other,
 * and replays them as events at full speed or at a multiple of real time.
 */
@NullMarked
package org.entrain.producers.stimulus;

import org.jspecify.annotations.NullMarked;
