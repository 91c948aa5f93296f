/**
 * What is done to a state folder that nobody uses: looking whether it is sound, giving back room,
 * deleting it. Whatever is cut off half-way leaves a state, or what says that it is none any more.
 */
@NullMarked
package org.entrain.app.upkeep;

import org.jspecify.annotations.NullMarked;
