package org.entrain.app.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entrain.app.Refusal;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.state.StoredState;

/** Looks whether a state is sound; changes nothing in it. */
public final class Verification {

  private final StateFolder folder;

  /**
   * @param folder a state that nobody uses meanwhile
   */
  public Verification(StateFolder folder) {
    this.folder = folder;
  }

  /** Everything that was looked at, in the order of the stream. */
  public List<Finding> findings() throws IOException {
    List<Finding> findings = new ArrayList<>();
    description().ifPresent(findings::add);
    if (Files.exists(folder.control())) {
      findings.add(Finding.note("control.json", "left by a process that was killed"));
    }
    if (Files.exists(folder.exports())) {
      findings.add(Finding.note(StateFolder.EXPORTS, "left by a process that was killed"));
    }
    BrokerCheck broker = new BrokerCheck(folder.broker());
    if (Files.isDirectory(folder.broker())) {
      findings.addAll(broker.findings());
    }
    for (String stage : List.of("encoding", "properties")) {
      Path recordings = folder.stage(stage).resolve("recordings");
      if (Files.isDirectory(recordings)) {
        findings.add(
            new RecordingsCheck(folder.root().relativize(recordings).toString(), recordings)
                .finding(broker.plainRecordings()));
      }
    }
    if (Files.exists(folder.results())) {
      findings.addAll(new ResultsCheck(folder.results()).findings());
    }
    return findings;
  }

  private Optional<Finding> description() {
    String name = "state.json";
    if (!folder.exists()) {
      return Optional.empty(); // a worker's folder has none
    }
    try {
      StoredState state = new StateStore(folder).read().orElseThrow();
      return Optional.of(
          Finding.ok(
              name,
              "format %d, %d checkpoints, %d recordings"
                  .formatted(state.format(), state.places().size(), state.recordings().size())));
    } catch (Refusal e) {
      return Optional.of(Finding.fault(name, String.valueOf(e.getMessage())));
    }
  }
}
