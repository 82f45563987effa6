package dev.millrace.supplychain;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.Shipments.plan;
import static dev.millrace.supplychain.Shipments.received;
import static dev.millrace.supplychain.Shipments.taken;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.ingest.Received;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.stream.CollectingSink;
import dev.millrace.common.testing.stream.ListSource;
import dev.millrace.common.testing.stream.ListSource.End;
import dev.millrace.common.testing.stream.SameJvm;
import dev.millrace.suite.DeadLetter;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The topology on a cluster. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SupplyChainAlertsTopologyITCase {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final double EVENTS_PER_SECOND = 150;
  private static final Duration IDLE_AFTER = Duration.ofSeconds(2);
  private static final String MISSED = "SHIPMENT:s:MISSED_MILESTONE";

  private final SameJvm<AtomicLong> now = SameJvm.of(new AtomicLong(at(0)));
  private final CollectingSink<SupplyAlert> alerts = new CollectingSink<>();
  private final CollectingSink<SupplyNotification> notifications = new CollectingSink<>();
  private final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();

  @Test
  void aDeadlineFiresOnASilentStreamAndAfterARestart(@TempDir Path directory) throws Exception {
    String savepoint;
    Open first = start(new Configuration(), "-Dmilestones.grace=0 s");
    try {
      first.plans().add(received(due("early", 1)));
      passTo(1);
      awaitInTime(
          () ->
              assertThat(alerts.list())
                  .extracting(SupplyAlert::getAlertId)
                  .containsExactly("SHIPMENT:early:MISSED_MILESTONE"));
      first.plans().add(received(due("late", 2)));
      awaitInTime(() -> assertThat(first.plans().isTaken()).isTrue());
      savepoint =
          first
              .client()
              .stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
              .get();
    } finally {
      first.end();
    }
    assertThat(alerts.list()).as("what the first job said").hasSize(1);

    Configuration restore = new Configuration();
    restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    // What was kept on the heap goes on in RocksDB.
    Open second = start(restore, "-Dmilestones.grace=0 s", "-Djob.state-backend=rocksdb");
    try {
      passTo(2);
      awaitInTime(() -> assertThat(alerts.list()).hasSize(2));
    } finally {
      second.end();
    }

    SupplyAlert alert = alerts.list().get(1);
    assertThat(alert.getAlertId()).isEqualTo("SHIPMENT:late:MISSED_MILESTONE");
    assertThat(alert.getSince()).isEqualTo(Instant.ofEpochMilli(at(2)));
    assertThat(alert.getSource()).isNull();
  }

  @Test
  void aClosedPortIsOneAlertThatHoldsItsShipments() throws Exception {
    List<ShipmentPlan> plans = new ArrayList<>();
    List<ShipmentMilestone> milestones = new ArrayList<>();
    // Sixty shipments over three lanes and one port, in time; then ten that never arrive.
    for (int i = 0; i < 70; i++) {
      String id = "s" + i;
      plans.add(through("NLRTM", id, i));
      milestones.add(taken(id, BusinessStep.DEPARTING, "CN" + i % 3, i + 1));
      if (i < 60) {
        milestones.add(taken(id, BusinessStep.ARRIVING, "NLRTM", i + 20 + i % 5 * 0.2));
        milestones.add(taken(id, BusinessStep.RECEIVING, "DE1", i + 30));
      }
    }
    // Time goes on elsewhere.
    for (int i = 0; i < 200; i++) {
      plans.add(plan("other").setEventTime(Instant.ofEpochMilli(at(i))).build());
      milestones.add(taken("other" + i, BusinessStep.LOADING, "BEANR", i));
    }

    run(plans, milestones, "-Dmilestones.grace=1 h", "-Dmilestones.grace-of=");

    Map<String, SupplyAlert> newest = newest();
    SupplyAlert port = newest.get("PORT:NLRTM:LANE_DISRUPTION");
    assertThat(port).isNotNull();
    // While it lasts: at the end of the records all deadlines pass at once.
    assertThat(alerts.list())
        .filteredOn(alert -> alert.getEventTime().toEpochMilli() < at(190))
        .extracting(SupplyAlert::getAlertId)
        .noneMatch(id -> id.startsWith("LANE:") || id.startsWith("CARRIER:"));
    List<SupplyAlert> suppressed =
        alerts.list().stream().filter(alert -> alert.getState() == AlertState.SUPPRESSED).toList();
    assertThat(suppressed).isNotEmpty();
    assertThat(suppressed)
        .extracting(SupplyAlert::getParentId)
        .containsOnly("PORT:NLRTM:LANE_DISRUPTION");
    assertThat(versionsOf("PORT:NLRTM:LANE_DISRUPTION"))
        .extracting(SupplyAlert::getSuppressedChildren)
        .anyMatch(children -> children >= 3);
    assertThat(notifications.list()).isNotEmpty();
  }

  @Test
  void aMissedStepOpensAnAlertWhoseVersionsGrow() throws Exception {
    Open job = start(new Configuration());
    try {
      job.plans().add(received(plan("s").build()));
      job.commands().add(decoded(acknowledged("too-soon", MISSED, 11)));
      awaitInTime(() -> assertThat(deadLetters.list()).hasSize(1));
      assertThat(alerts.list()).isEmpty();

      // It was to depart at hour 10, with 2 h of grace.
      passTo(12);
      awaitInTime(() -> assertThat(alerts.list()).hasSize(1));
      job.commands().add(decoded(acknowledged("taken", MISSED, 12.4)));
      awaitInTime(() -> assertThat(alerts.list()).hasSize(2));
      job.commands().add(decoded(acknowledged("taken", MISSED, 12.4)));
      awaitInTime(() -> assertThat(deadLetters.list()).hasSize(2));
      job.milestones().add(received(taken("s", BusinessStep.DEPARTING, "CNSHA", 12.5)));
      awaitInTime(() -> assertThat(job.milestones().isTaken()).isTrue());
      passTo(14);
      awaitInTime(() -> assertThat(alerts.list()).hasSize(3));
    } finally {
      job.end();
    }

    assertThat(alerts.list())
        .extracting(
            SupplyAlert::getAlertId,
            SupplyAlert::getVersion,
            SupplyAlert::getChange,
            SupplyAlert::getState,
            SupplyAlert::getActedBy)
        .containsExactly(
            tuple(MISSED, 1L, AlertChange.OPENED, AlertState.OPEN, null),
            tuple(MISSED, 2L, AlertChange.ACKNOWLEDGED, AlertState.ACKNOWLEDGED, "anna"),
            tuple(MISSED, 3L, AlertChange.RESOLVED, AlertState.RESOLVED, "anna"));
    assertThat(alerts.list())
        .extracting(SupplyAlert::getKind)
        .containsOnly(AlertKind.MISSED_MILESTONE);
    assertThat(deadLetters.list())
        .extracting(DeadLetter::getReason)
        .containsExactly("command-alert-unknown", "command-duplicate");
  }

  @Test
  void repeatsChangeNothing() throws Exception {
    List<ShipmentPlan> plans = List.of(plan("s").build(), plan("t").build());
    List<ShipmentMilestone> milestones =
        List.of(
            taken("s", BusinessStep.DEPARTING, "CNSHA", 40),
            taken("t", BusinessStep.DEPARTING, "CNSHA", 9));
    run(plans, milestones);
    Map<String, AlertState> once = states();
    SupplyChainAlertsTopologyITCase again = new SupplyChainAlertsTopologyITCase();
    again.run(
        Stream.concat(plans.stream(), plans.stream()).toList(),
        Stream.concat(milestones.stream(), milestones.stream()).toList());

    assertThat(once).isNotEmpty();
    // How an alert got there depends on which of two topics is read first, where it ends does not.
    assertThat(again.states()).isEqualTo(once);
    assertThat(again.alerts.list())
        .extracting(SupplyAlert::getAlertId, SupplyAlert::getVersion)
        .doesNotHaveDuplicates();
  }

  private static ShipmentPlan due(String shipment, double departure) {
    return plan(shipment)
        .setMilestones(
            List.of(
                Shipments.planned(BusinessStep.DEPARTING, "CNSHA", departure),
                Shipments.planned(BusinessStep.RECEIVING, "DE1", departure + 720)))
        .build();
  }

  private static ShipmentPlan through(String port, String shipment, int hour) {
    return plan(shipment)
        .setEventTime(Instant.ofEpochMilli(at(hour)))
        .setLaneId("lane" + hour % 3)
        .setCarrierId("carrier" + hour % 4)
        .setMilestones(
            List.of(
                Shipments.planned(BusinessStep.DEPARTING, "CN" + hour % 3, hour + 1),
                Shipments.planned(BusinessStep.ARRIVING, port, hour + 20),
                Shipments.planned(BusinessStep.RECEIVING, "DE1", hour + 30)))
        .build();
  }

  private static AlertCommand acknowledged(String id, String alert, double hours) {
    return AlertCommand.newBuilder()
        .setCommandId(id)
        .setAlertId(alert)
        .setKind(CommandKind.ACKNOWLEDGE)
        .setEventTime(Instant.ofEpochMilli(at(hours)))
        .setBy("anna")
        .build();
  }

  private void passTo(double hour) {
    now.value().set(at(hour));
  }

  /**
   * Waits, and some time passes meanwhile, 20 minutes at the most: an input goes by the wall clock
   * only when that has moved since it was opened and since its last record.
   */
  private void awaitInTime(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              now.value().addAndGet(IDLE_AFTER.toMillis());
              assertion.run();
            });
  }

  private Map<String, SupplyAlert> newest() {
    Map<String, SupplyAlert> newest = new HashMap<>();
    for (SupplyAlert alert : alerts.list()) {
      newest.merge(alert.getAlertId(), alert, (a, b) -> a.getVersion() > b.getVersion() ? a : b);
    }
    return newest;
  }

  private Map<String, AlertState> states() {
    return newest().values().stream()
        .collect(toMap(SupplyAlert::getAlertId, SupplyAlert::getState));
  }

  private List<SupplyAlert> versionsOf(String alert) {
    return alerts.list().stream().filter(a -> a.getAlertId().equals(alert)).toList();
  }

  /**
   * To the end of the records, in the order and the time of their events. They come no faster than
   * the job follows: what it finds out about a port is to be known when the next shipment is late.
   */
  private void run(List<ShipmentPlan> plans, List<ShipmentMilestone> milestones, String... settings)
      throws Exception {
    SupplyChainAlertsOptions options =
        options(Stream.concat(Stream.of("-Dclock.mode=events"), Stream.of(settings)));
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    env.setBufferTimeout(0);
    SameJvm<List<SpecificRecordBase>> events =
        SameJvm.of(
            Stream.<SpecificRecordBase>concat(plans.stream(), milestones.stream())
                .sorted(comparing(record -> (Instant) record.get("event_time")))
                .toList());
    DataStream<Long> order =
        env.fromSource(
                new DataGeneratorSource<>(
                    number -> number,
                    events.value().size(),
                    RateLimiterStrategy.perSecond(EVENTS_PER_SECOND),
                    Types.LONG),
                WatermarkStrategy.noWatermarks(),
                "order")
            .setParallelism(1)
            .uid("order");
    build(
        new SupplyChainAlertsTopology.Inputs(
            only(ShipmentPlan.class, events, order),
            only(ShipmentMilestone.class, events, order),
            stream(env, nothing(End.END), StockLevel.class),
            stream(env, nothing(End.END), SupplyOrder.class),
            stream(env, nothing(End.END), SupplierConfirmation.class),
            stream(env, nothing(End.END), TelemetryReading.class),
            commands(env, nothing(End.END))),
        options);
    env.execute();
  }

  private static <T extends SpecificRecordBase> DataStream<Received<T>> only(
      Class<T> type, SameJvm<List<SpecificRecordBase>> events, DataStream<Long> order) {
    return order
        .flatMap(
            (Long number, Collector<Received<T>> out) -> {
              SpecificRecordBase event = events.value().get(number.intValue());
              if (type.isInstance(event)) {
                out.collect(received(type.cast(event)));
              }
            })
        .returns(Received.type(type))
        .setParallelism(1)
        .uid(type.getSimpleName());
  }

  /**
   * A job on streams that stay open.
   *
   * @param plans to be added to
   * @param milestones to be added to
   * @param commands to be added to
   */
  private record Open(
      JobClient client,
      ListSource<Received<ShipmentPlan>> plans,
      ListSource<Received<ShipmentMilestone>> milestones,
      ListSource<Decoded<AlertCommand>> commands) {

    void end() throws Exception {
      if (!client.getJobExecutionResult().isDone()) {
        client.cancel().get();
      }
    }
  }

  /** By the wall clock, which is the test's. */
  private Open start(Configuration recovery, String... settings) throws Exception {
    SupplyChainAlertsOptions options =
        options(
            Stream.concat(
                Stream.of("-Dclock.idle-after=%d ms".formatted(IDLE_AFTER.toMillis())),
                Stream.of(settings)));
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    env.configure(recovery);
    ListSource<Received<ShipmentPlan>> plans = ListSource.of(List.of(), End.SILENCE);
    ListSource<Received<ShipmentMilestone>> milestones = ListSource.of(List.of(), End.SILENCE);
    ListSource<Decoded<AlertCommand>> commands = ListSource.of(List.of(), End.SILENCE);
    build(
        new SupplyChainAlertsTopology.Inputs(
            stream(env, plans, ShipmentPlan.class),
            stream(env, milestones, ShipmentMilestone.class),
            stream(env, nothing(End.SILENCE), StockLevel.class),
            stream(env, nothing(End.SILENCE), SupplyOrder.class),
            stream(env, nothing(End.SILENCE), SupplierConfirmation.class),
            stream(env, nothing(End.SILENCE), TelemetryReading.class),
            commands(env, commands)),
        options);
    return new Open(env.executeAsync(), plans, milestones, commands);
  }

  private void build(SupplyChainAlertsTopology.Inputs in, SupplyChainAlertsOptions options) {
    SameJvm<AtomicLong> clock = now;
    SupplyChainAlertsTopology.Streams streams =
        SupplyChainAlertsTopology.build(in, options.alerting(), () -> clock.value().get());
    streams.alerts().sinkTo(alerts).uid("alerts");
    streams.notifications().sinkTo(notifications).uid("notifications");
    streams.deadLetters().sinkTo(deadLetters).uid("dead-letters");
  }

  private static SupplyChainAlertsOptions options(Stream<String> settings) {
    return SupplyChainAlertsOptions.from(
        Stream.concat(
                Stream.of(
                    "-Dkafka.bootstrap-servers=127.0.0.1:9",
                    "-Dschema-registry.url=http://127.0.0.1:9",
                    "-Djob.parallelism=2"),
                settings)
            .toArray(String[]::new));
  }

  private static <T> ListSource<T> nothing(End end) {
    return ListSource.of(List.of(), end);
  }

  private static <T extends SpecificRecordBase> DataStream<Received<T>> stream(
      StreamExecutionEnvironment env, ListSource<Received<T>> source, Class<T> type) {
    return env.fromSource(
            source, WatermarkStrategy.noWatermarks(), type.getSimpleName(), Received.type(type))
        .setParallelism(1)
        .uid(type.getSimpleName());
  }

  private static DataStream<Decoded<AlertCommand>> commands(
      StreamExecutionEnvironment env, ListSource<Decoded<AlertCommand>> source) {
    return env.fromSource(
            source,
            WatermarkStrategy.noWatermarks(),
            "AlertCommand",
            Decoded.type(AlertCommand.class))
        .setParallelism(1)
        .uid("AlertCommand");
  }

  private static Decoded<AlertCommand> decoded(AlertCommand command) {
    return new Decoded<>(
        command,
        new RawRecord(
            "supply.alert-commands",
            0,
            0,
            command.getEventTime().toEpochMilli(),
            new byte[0],
            new byte[] {1},
            new String[0],
            new byte[0][]));
  }
}
