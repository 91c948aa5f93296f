package org.entrain.app.extract;

import java.util.ArrayList;
import java.util.List;
import org.entrain.app.display.StageLine;
import org.entrain.models.text.PassageListener;

/** How far an extraction is; told by those that work, asked by the one that draws. Thread-safe. */
class ExtractProgress {

  private final int checkpoints;
  private final List<String> messages = new ArrayList<>();
  private int done;
  private int failed;
  private String name = "";
  private String phase = "";
  private long windows;
  private long before;
  private long read;

  ExtractProgress(int checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** A checkpoint's turn has come. */
  synchronized void begin(String checkpoint) {
    name = checkpoint;
    phase("loading");
    windows = 0;
    before = 0;
    read = 0;
  }

  /** What goes on with it. */
  synchronized void phase(String now) {
    phase = now;
  }

  /** Its weights are read and checked. */
  synchronized void opening(long bytesDone, long bytesTotal) {
    phase("loading %d %%".formatted(100 * bytesDone / Math.max(1, bytesTotal)));
  }

  /** Windows of all its passages. */
  synchronized void expect(long all) {
    phase("");
    windows = all;
  }

  /** Follows one passage after the other. */
  PassageListener listener() {
    return (done, of, seconds) -> read(done);
  }

  /** A passage is read and written. */
  synchronized void passage(int ofPassage) {
    before += ofPassage;
    read = 0;
  }

  private synchronized void read(int ofPassage) {
    read = Math.max(read, ofPassage); // threads may overtake each other
  }

  /** The checkpoint is done, one way or another. */
  synchronized void end(boolean well, String message) {
    done++;
    failed += well ? 0 : 1;
    messages.add(message);
  }

  /** Messages since the last call. */
  synchronized List<String> messages() {
    List<String> fresh = List.copyOf(messages);
    messages.clear();
    return fresh;
  }

  /** Lines of the display. */
  synchronized List<StageLine> lines() {
    String note = done == checkpoints ? "" : phase.isEmpty() ? name : name + ", " + phase;
    return List.of(
        new StageLine("checkpoint", "", done, checkpoints, failed, note),
        new StageLine("windows", "", before + read, windows, 0));
  }
}
