package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicAdminIT {

  private static final Topics TOPICS = new Topics(2);

  @TempDir private Path temporary;

  @Test
  void topics_madeTwice_areMadeOnceAndAsTheyShouldBe() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(temporary.resolve("broker"), 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        TopicAdmin.Created first = admin.create(TOPICS, KafkaConnection.BROKERS_DEFAULT);
        assertThat(first.made()).hasSize(2 * TOPICS.all().size()).doesNotHaveDuplicates();
        assertThat(first.replication()).isEqualTo(1);
        assertThat(admin.check(TOPICS, 1)).isEmpty();

        try (Admin other = Admin.create(connection.admin())) {
          other.deleteTopics(Set.of(TOPICS.words().deadLetters())).all().get();
        }
        TopicAdmin.Created second = admin.create(TOPICS, 1);
        assertThat(second.made()).isEqualTo(List.of(TOPICS.words().deadLetters()));
        assertThat(admin.create(TOPICS, 1).made()).isEmpty();

        assertThat(admin.check(new Topics(3), 1))
            .isNotEmpty()
            .allMatch(fault -> fault.field().equals("partitions"));
        assertThat(admin.check(TOPICS, 3)).extracting(TopicFault::topic).contains("brokers");
      }
    }
  }
}
