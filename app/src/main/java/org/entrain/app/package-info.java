/**
 * The program: its entry point and what its exit codes mean. The rooms below hold the command line,
 * settings, state on disk, the wiring of stages, the control server and the display.
 */
@NullMarked
package org.entrain.app;

import org.jspecify.annotations.NullMarked;
