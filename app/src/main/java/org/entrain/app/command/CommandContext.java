package org.entrain.app.command;

import java.nio.file.Path;
import org.entrain.app.Environment;
import org.entrain.app.Logs;
import org.entrain.app.state.StateFolder;

/**
 * What every command has.
 *
 * @param environment what surrounds the process
 * @param logs where the log goes
 */
record CommandContext(Environment environment, Logs logs) {

  /** State folder of a run that names none, below the current folder. */
  static final String USUAL_STATE = "./entrain-state";

  static StateFolder folder(Path state) {
    return new StateFolder(state);
  }
}
