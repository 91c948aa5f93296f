/**
 * Joins the words and the clock of a stimulus with every checkpoint, in whichever order they come,
 * and publishes for each pair one plan with final counts and the embedding tasks, once.
 */
@NullMarked
package org.entrain.planner;

import org.jspecify.annotations.NullMarked;
