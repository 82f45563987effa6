package dev.millrace.supplychain.domain.goods;

import dev.millrace.suite.Source;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplyOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Goods that were ordered, and the late ones among the shipments that carry them. Orders and
 * shipments may become known in any order. Immutable.
 *
 * <p>State: about 100 bytes and 100 for each late shipment, of at most {@link #MAX_LEGS}; the
 * oldest is left for a newer one.
 *
 * @param version newest version of the order; 0 before the first
 * @param skuId the product; null before the order is known
 * @param locationId where the goods are to go; null before the order is known
 * @param supplierId who sends them; null between own locations, and before the order is known
 * @param late its late shipments
 * @param said the delay that was said last, milliseconds
 * @param saidOf what was to blame for it
 */
public record OrderedGoods(
    long version,
    String skuId,
    String locationId,
    String supplierId,
    List<Leg> late,
    long said,
    List<String> saidOf) {

  /** Most late shipments that are known of an order. */
  public static final int MAX_LEGS = 8;

  /** What is less than it is not worth telling. */
  public static final long NOTABLE_MS = 3_600_000;

  /** Nothing is known. */
  public static final OrderedGoods UNKNOWN =
      new OrderedGoods(0, null, null, null, List.of(), 0, List.of());

  /** After a version of the order; null once it is over. */
  public OrderedGoods ordered(SupplyOrder order) {
    if (order.getVersion() <= version) {
      return this;
    }
    if (order.getStatus() != OrderStatus.OPEN) {
      return null;
    }
    // Who waits for the goods now has been told nothing yet.
    boolean same = isFor(order);
    return new OrderedGoods(
        order.getVersion(),
        order.getSkuId(),
        order.getLocationId(),
        order.getSupplierId(),
        late,
        same ? said : 0,
        same ? saidOf : List.of());
  }

  /** What those hear who have waited for it until now, or were to send it; empty for nobody. */
  public Optional<GoodsDelay> withdrawn(SupplyOrder order, Source source) {
    if (skuId == null || order.getVersion() <= version || isFor(order)) {
      return Optional.empty();
    }
    boolean sameGoods = skuId.equals(order.getSkuId()) && locationId.equals(order.getLocationId());
    return Optional.of(
        new GoodsDelay(
            order.getOrderId(),
            skuId,
            sameGoods ? null : locationId,
            Objects.equals(supplierId, order.getSupplierId()) ? null : supplierId,
            0,
            0,
            order.getVersion(),
            List.of(),
            order.getEventTime().toEpochMilli(),
            source));
  }

  private boolean isFor(SupplyOrder order) {
    return Objects.equals(skuId, order.getSkuId())
        && Objects.equals(locationId, order.getLocationId())
        && Objects.equals(supplierId, order.getSupplierId());
  }

  /**
   * After news of a shipment. One that is at its end says nothing of an order that is not known: it
   * most likely was over before.
   */
  public OrderedGoods carried(Carriage carriage) {
    List<Leg> legs = new ArrayList<>(late);
    int place = legs.size();
    // What held it once is still to blame when it has gone on.
    Set<String> causes = new LinkedHashSet<>();
    for (int i = 0; i < late.size(); i++) {
      if (late.get(i).shipmentId().equals(carriage.shipmentId())) {
        causes.addAll(legs.remove(i).causes());
        place = i;
      }
    }
    boolean over = carriage.withdrawn() || (carriage.delivered() && skuId == null);
    if (!over && carriage.lateMs() >= NOTABLE_MS) {
      causes.addAll(carriage.causes());
      // In the place that it had, so that the first cause stays the first.
      legs.add(
          place,
          new Leg(
              carriage.shipmentId(), carriage.lateMs(), carriage.arrival(), List.copyOf(causes)));
    }
    return with(
        legs.size() > MAX_LEGS ? List.copyOf(legs.subList(1, legs.size())) : List.copyOf(legs));
  }

  /** What there is to tell of the delay; empty if that has been told, or nobody is to be told. */
  public Optional<GoodsDelay> news(String orderId, long time, Source source) {
    boolean notable =
        Math.abs(lateMs() - said) >= NOTABLE_MS
            || !new HashSet<>(causes()).equals(new HashSet<>(saidOf));
    if (skuId == null || !notable) {
      return Optional.empty();
    }
    return Optional.of(
        new GoodsDelay(
            orderId,
            skuId,
            locationId,
            supplierId,
            lateMs(),
            late.stream().mapToLong(Leg::arrival).max().orElse(0),
            0,
            causes(),
            time,
            source));
  }

  /** With what was told. */
  public OrderedGoods saying(GoodsDelay delay) {
    return new OrderedGoods(
        version, skuId, locationId, supplierId, late, delay.lateMs(), delay.causes());
  }

  private OrderedGoods with(List<Leg> legs) {
    return new OrderedGoods(version, skuId, locationId, supplierId, legs, said, saidOf);
  }

  private long lateMs() {
    return late.stream().mapToLong(Leg::lateMs).max().orElse(0);
  }

  private List<String> causes() {
    Set<String> causes = new LinkedHashSet<>();
    late.forEach(leg -> causes.addAll(leg.causes()));
    return List.copyOf(causes);
  }
}
