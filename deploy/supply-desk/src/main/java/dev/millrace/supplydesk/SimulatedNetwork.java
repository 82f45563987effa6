package dev.millrace.supplydesk;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.ingest.Received;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.JobOptions;
import dev.millrace.console.InProcess;
import dev.millrace.console.ToolException;
import dev.millrace.simulator.supply.SupplyEvent;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.SupplyChainAlertsOptions.Alerting;
import dev.millrace.supplychain.SupplyChainAlertsTopology;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A simulated supply chain through the job's topology, on a Flink within this process. The job's
 * wall clock is that of the simulation, so that its deadlines go by as they do live.
 */
final class SimulatedNetwork {
  private static final int MAX_PARALLELISM = 128;
  private static final Duration CLOCK_TICK = Duration.ofMillis(1);
  private static final JobOptions ALONE =
      new JobOptions(
          "evaluate",
          1,
          MAX_PARALLELISM,
          Duration.ofHours(1),
          JobOptions.StateBackend.HEAP,
          Duration.ofMillis(100));

  private SimulatedNetwork() {}

  /**
   * All versions of alerts that come of records.
   *
   * @param events in the order of time
   * @param lead how far records may be ahead of what the job has done, in the time of events
   */
  static Collection<SupplyAlert> alerts(
      List<SupplyEvent> events, Duration lead, Alerting alerting) {
    StreamExecutionEnvironment env = JobEnvironment.create(ALONE);
    // A bounded job with checkpoints waits for the next one before it ends.
    env.getCheckpointConfig().disableCheckpointing();
    // What one step says is to be known to the others before much of the simulation goes by.
    env.setBufferTimeout(0);
    env.getConfig().setAutoWatermarkInterval(CLOCK_TICK.toMillis());
    try (InProcess<List<SupplyEvent>> replayed = new InProcess<>(events);
        InProcess<AtomicLong> wall = new InProcess<>(new AtomicLong(events.get(0).time()));
        InProcess<Progress> progress = new InProcess<>(new Progress());
        InProcess<Collection<SupplyAlert>> kept = new InProcess<>(new ConcurrentLinkedQueue<>())) {
      DataStream<Long> numbers =
          env.fromSource(
                  new DataGeneratorSource<>(
                      number -> number,
                      events.size(),
                      new AfterTheJob<>(progress, wall, lead),
                      Types.LONG),
                  WatermarkStrategy.noWatermarks(),
                  "simulation")
              .uid("simulated");
      SupplyChainAlertsTopology.build(
              new SupplyChainAlertsTopology.Inputs(
                  of(ShipmentPlan.class, SupplyEvent.PLANS, numbers, replayed, wall),
                  of(ShipmentMilestone.class, SupplyEvent.MILESTONES, numbers, replayed, wall),
                  of(StockLevel.class, SupplyEvent.STOCK_LEVELS, numbers, replayed, wall),
                  of(SupplyOrder.class, SupplyEvent.ORDERS, numbers, replayed, wall),
                  of(
                      SupplierConfirmation.class,
                      SupplyEvent.CONFIRMATIONS,
                      numbers,
                      replayed,
                      wall),
                  of(TelemetryReading.class, SupplyEvent.TELEMETRY, numbers, replayed, wall),
                  numbers
                      .flatMap(new NoCommands())
                      .returns(Decoded.type(AlertCommand.class))
                      .uid("simulated-commands")
                      .name("commands")),
              alerting,
              () -> wall.value().get())
          .alerts()
          .transform("progress", new RecordType<>(SupplyAlert.class), new TellProgress<>(progress))
          .uid("progress")
          .sinkTo(new Collected<>(kept))
          .uid("collected")
          .name("alerts");
      env.execute();
      return kept.value();
    } catch (Exception e) {
      throw new ToolException("the replay failed: " + e.getMessage(), e);
    }
  }

  private static <T extends SpecificRecordBase> DataStream<Received<T>> of(
      Class<T> type,
      String topic,
      DataStream<Long> numbers,
      InProcess<List<SupplyEvent>> events,
      InProcess<AtomicLong> wall) {
    return numbers
        .flatMap(new OfTopic<>(type, topic, events, wall))
        .returns(Received.type(type))
        .uid("simulated-" + topic)
        .name(topic);
  }
}
