package org.entrain.app.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.entrain.app.state.Source;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.results.Selection;
import org.entrain.results.outputs.OutputProgress;
import org.entrain.results.outputs.OutputRequest;

/** What a running process does for commands; called from several threads of the server. */
public interface RunningSession {

  /**
   * Announces more sources.
   *
   * @return what was done, for people
   * @throws org.entrain.common.InvalidInputException if one of them cannot be used; none is then
   */
  String add(List<Source> sources);

  /**
   * Pauses, resumes, cancels or removes checkpoints and participants.
   *
   * @return what was done, for people
   * @throws org.entrain.app.Refusal if a name is unknown; nothing is changed then
   */
  String steer(SteeringRequest request);

  /** Writes scores as CSV. */
  void results(Selection selection, OutputStream out) throws IOException;

  /** Writes something beside the scores as CSV. */
  void export(Export what, Selection selection, OutputStream out) throws IOException;

  /**
   * Writes a folder of results.
   *
   * @return what was written, for people
   * @throws org.entrain.common.InvalidInputException if it cannot be
   */
  String outputs(OutputRequest request, OutputProgress progress) throws IOException;

  /** The summary as a table. */
  String summary(Selection selection);

  /**
   * Where a row of the results comes from.
   *
   * @param row as {@link org.entrain.results.ResultQueries#provenance(String)} has it
   * @throws org.entrain.common.InvalidInputException if there is no such row
   */
  String provenance(String row);

  /** Writes the report, one HTML file. */
  void report(OutputStream out) throws IOException;

  /** Address of the process's own broker, {@code host:port}. */
  String broker();

  /** What is done, running, waiting, dead-lettered. */
  String status();
}
