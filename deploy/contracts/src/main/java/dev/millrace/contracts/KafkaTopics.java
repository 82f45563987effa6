package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a Kafka cluster. */
final class KafkaTopics implements AutoCloseable {
  private static final String DEFAULT_REPLICATION = "default.replication.factor";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration ONE_REQUEST = Duration.ofSeconds(5);

  private final String servers;
  private final Admin admin;

  private KafkaTopics(String servers, Admin admin) {
    this.servers = requireNonNull(servers);
    this.admin = requireNonNull(admin);
  }

  /**
   * The topics of the cluster at {@code servers}.
   *
   * @param servers {@code HOST:PORT}, several joined by commas
   */
  static KafkaTopics at(String servers) {
    return new KafkaTopics(
        servers,
        ClientSettings.kafka(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "millrace-contracts",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                String.valueOf(PATIENCE.toMillis()),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                String.valueOf(ONE_REQUEST.toMillis())),
            Admin::create));
  }

  /** The names of all topics, Kafka's own left out. */
  List<String> names() {
    return await(admin.listTopics().names()).stream().sorted().toList();
  }

  /**
   * What is to be done to bring the cluster to {@code wanted}; nothing is done yet.
   *
   * @param replication copies of each partition of a new topic; empty: as many as the brokers make
   *     of a topic for which nobody asks for a number
   */
  List<TopicPlan> plan(List<Topic> wanted, OptionalInt replication) {
    List<String> existing = names();
    Map<String, TopicState> states =
        states(wanted.stream().map(Topic::name).filter(existing::contains).toList());
    boolean missing = states.size() < wanted.size();
    int copies = missing ? replication.orElseGet(this::defaultReplication) : 0;
    List<TopicPlan> plans = new ArrayList<>();
    for (Topic topic : wanted) {
      plans.add(
          Optional.ofNullable(states.get(topic.name()))
              .map(found -> TopicPlan.change(topic, found, replication))
              .orElseGet(() -> TopicPlan.create(topic, copies)));
    }
    return plans;
  }

  private int defaultReplication() {
    ConfigResource broker =
        new ConfigResource(
            ConfigResource.Type.BROKER,
            await(admin.describeCluster().nodes()).iterator().next().idString());
    try {
      Config settings = await(admin.describeConfigs(List.of(broker)).all()).get(broker);
      return Integer.parseInt(settings.get(DEFAULT_REPLICATION).value());
    } catch (ToolException e) {
      throw new ToolException(
          "how many copies do new topics get? --replication says it; the brokers' %s cannot be read: %s"
              .formatted(DEFAULT_REPLICATION, e.getMessage()),
          e);
    }
  }

  /** Creates the topics of plans that miss theirs. One that came into being meanwhile is fine. */
  void create(List<TopicPlan> plans) {
    for (KafkaFuture<Void> created :
        admin.createTopics(plans.stream().map(KafkaTopics::newTopic).toList()).values().values()) {
      try {
        await(created);
      } catch (ToolException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /** Sets the changed settings of the plans. */
  void alter(List<TopicPlan> plans) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new TreeMap<>(KafkaTopics::byName);
    for (TopicPlan plan : plans) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, plan.topic().name()),
          plan.changes().entrySet().stream()
              .map(
                  change ->
                      new AlterConfigOp(
                          new ConfigEntry(change.getKey(), change.getValue().to()),
                          AlterConfigOp.OpType.SET))
              .toList());
    }
    await(admin.incrementalAlterConfigs(changes).all());
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  private Map<String, TopicState> states(List<String> names) {
    Map<String, TopicDescription> descriptions = await(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> settings =
        await(
            admin
                .describeConfigs(
                    names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
    Map<String, TopicState> states = new TreeMap<>();
    settings.forEach(
        (resource, config) ->
            states.put(resource.name(), state(descriptions.get(resource.name()), config)));
    return states;
  }

  private static TopicState state(TopicDescription description, Config config) {
    return new TopicState(
        description.name(),
        description.partitions().size(),
        description.partitions().get(0).replicas().size(),
        config.entries().stream()
            .filter(entry -> entry.value() != null)
            .collect(toMap(ConfigEntry::name, ConfigEntry::value)));
  }

  private static NewTopic newTopic(TopicPlan plan) {
    return new NewTopic(plan.topic().name(), plan.topic().partitions(), (short) plan.replication())
        .configs(plan.settings());
  }

  private static int byName(ConfigResource one, ConfigResource other) {
    return one.name().compareTo(other.name());
  }

  private <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new ToolException(
            "Kafka at %s gave no answer within %d s; is it up?"
                .formatted(servers, PATIENCE.toSeconds()),
            e.getCause());
      }
      throw new ToolException(
          "Kafka at %s refused: %s".formatted(servers, e.getCause().getMessage()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted while waiting for Kafka at " + servers, e);
    }
  }
}
