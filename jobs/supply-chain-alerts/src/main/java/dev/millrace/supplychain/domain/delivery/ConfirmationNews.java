package dev.millrace.supplychain.domain.delivery;

import dev.millrace.supply.SupplierConfirmation;
import java.util.Optional;

/** What a supplier says of a delivery: that it has come, or will not. */
public final class ConfirmationNews {
  private ConfirmationNews() {}

  /** The news; nothing where it has yet to come. */
  public static Optional<DeliveryNews> of(SupplierConfirmation heard) {
    long time = heard.getEventTime().toEpochMilli();
    return switch (heard.getKind()) {
      case DELIVERED -> Optional.of(DeliveryNews.arrived(heard.getOrderId(), time, time));
      case REFUSED -> Optional.of(DeliveryNews.cancelled(heard.getOrderId(), time));
      case CONFIRMED, UNKNOWN -> Optional.empty();
    };
  }
}
