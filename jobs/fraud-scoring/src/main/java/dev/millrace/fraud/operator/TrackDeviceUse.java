package dev.millrace.fraud.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.fraud.domain.CardsSeen;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by device: says to each payment how many cards are used on its device. For payments that
 * name a device.
 *
 * <p>State: the {@link CardsSeen} of each device, at most 1 KiB.
 */
public final class TrackDeviceUse
    extends KeyedProcessFunction<String, ProfiledPayment, ProfiledPayment> {
  private static final long serialVersionUID = 1L;

  private final Duration idleRetention;
  private transient ValueState<CardsSeen> cards;

  /**
   * Tracks devices.
   *
   * @param idleRetention how long a device's state is kept without a payment, in processing time
   */
  public TrackDeviceUse(Duration idleRetention) {
    this.idleRetention = requireNonNull(idleRetention);
  }

  @Override
  public void open(OpenContext context) {
    cards =
        getRuntimeContext()
            .getState(StateRetention.of("device-cards", CardsSeen.class, idleRetention));
  }

  @Override
  public void processElement(
      ProfiledPayment profiled, Context context, Collector<ProfiledPayment> out) throws Exception {
    Transaction payment = profiled.payment().value();
    long time = payment.getEventTime().toEpochMilli();
    CardsSeen seen =
        requireNonNullElse(cards.value(), CardsSeen.EMPTY).with(payment.getCardId(), time);
    cards.update(seen);
    seen.intoDevice(profiled.features(), time);
    out.collect(profiled);
  }
}
