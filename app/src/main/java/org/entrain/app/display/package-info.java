/**
 * What people see while a run goes on: one line per stage, redrawn in place on a terminal, repeated
 * every few seconds elsewhere. Escape codes go to terminals only.
 */
@NullMarked
package org.entrain.app.display;

import org.jspecify.annotations.NullMarked;
