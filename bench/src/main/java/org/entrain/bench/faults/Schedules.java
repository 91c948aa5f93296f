package org.entrain.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entrain.schemas.Topic;

/** Every schedule. */
final class Schedules {

  private static final int KILLS = 20;

  private Schedules() {}

  static List<Schedule> all() {
    List<Schedule> all = new ArrayList<>();
    all.add(new Schedule("no fault, one broker", 1, false, 0, (site, random) -> site.begin(1)));
    all.add(
        new Schedule(
            "no fault, three brokers, two workers", 3, true, 0, (site, random) -> site.begin(2)));
    for (int i = 0; i < KILLS; i++) {
      String stage = Site.STAGES.get(i % Site.STAGES.size());
      all.add(
          new Schedule(
              "SIGKILL of %s, %d".formatted(stage, i / Site.STAGES.size() + 1),
              1,
              stage.equals("encoding") && i < Site.STAGES.size(),
              0,
              (site, random) -> killStage(site, stage, random)));
    }
    return all;
  }

  /** Records of the stage's output that a run of the sample has at least. */
  private static void killStage(Site site, String stage, Random random) throws Exception {
    site.begin(1);
    Topic<?> output = output(site, stage);
    long moment = 1 + random.nextInt(expected(stage));
    site.await(output, moment);
    Thread.sleep(random.nextInt(500));
    site.recovery("SIGKILL of " + stage, output);
    site.worker(stage, 1).kill(Duration.ofMillis(random.nextInt(3_000)));
  }

  static Topic<?> output(Site site, String stage) {
    return switch (stage) {
      case "planner" -> site.topics().embeddingTasks();
      case "embedding" -> site.topics().activations();
      case "features" -> site.topics().features();
      case "properties" -> site.topics().removals();
      default -> site.topics().scores();
    };
  }

  private static int expected(String stage) {
    return switch (stage) {
      case "planner" -> 2;
      case "embedding" -> 1_000;
      case "features" -> 800;
      case "properties" -> 4;
      default -> 8;
    };
  }
}
