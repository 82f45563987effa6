package dev.millrace.supplychain.domain.supplier;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.domain.supplier.SupplierRecords.heard;
import static dev.millrace.supplychain.domain.supplier.SupplierRecords.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.supply.ConfirmationKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SupplierWatchTest {
  private final SupplierWatch watch = new SupplierWatch(SupplierRecords.RULES);
  private final Random random = new Random(3);
  private Supplier supplier = Supplier.UNKNOWN;
  private int orders;

  @Test
  void longerLeadTimesAreFound() {
    deliver(60, 100, 1);
    assertThat(watch.drifting(supplier)).isEmpty();

    deliver(5, 140, 1);

    assertThat(watch.drifting(supplier)).isEqualTo("lead time");
  }

  @Test
  void shorterFillsAreFound() {
    deliver(60, 100, 1);

    deliver(4, 100, 0.5);

    assertThat(watch.drifting(supplier)).isEqualTo("fill rate");
  }

  @Test
  void theUsualScatterIsNoChange() {
    int found = 0;
    for (int i = 0; i < 1_000; i++) {
      deliver(1, 100, 1);
      found += watch.drifting(supplier).isEmpty() ? 0 : 1;
    }

    assertThat(found).isZero();
  }

  @Test
  void oneDisasterChangesNothing() {
    deliver(60, 100, 1);

    deliver(1, 10_000, 0);

    assertThat(watch.drifting(supplier)).isEmpty();
  }

  @Test
  void itIsOverWhenLittleIsLeftOfIt() {
    deliver(60, 100, 1);
    deliver(6, 140, 1);
    supplier = supplier.saying(watch.drifting(supplier), "");
    deliver(3, 100, 1);
    assertThat(watch.drifting(supplier)).isEqualTo("lead time");

    deliver(20, 95, 1);

    assertThat(watch.drifting(supplier)).isEmpty();
    assertThat(watch.said("s", supplier, "", List.of(), at(0), null).finding().status())
        .isEqualTo(Status.CLEARED);
  }

  @Test
  void silenceIsEvidence() {
    for (int i = 0; i < 30; i++) {
      confirm(2 + random.nextDouble());
    }
    OpenOrder open = watch.ordered(supplier, null, order("o", 1, OrderStatus.OPEN).build()).order();
    double silentHours = (open.deadline() - at(0)) / 3_600_000.0;
    assertThat(silentHours).isBetween(3.0, 10.0);

    for (int i = 0; i < 5; i++) {
      supplier = watch.silent(supplier, open, open.deadline()).supplier();
    }

    assertThat(watch.drifting(supplier)).isEqualTo("time to confirm");
    SupplierFinding said = watch.said("s", supplier, "time to confirm", List.of(open), at(9), null);
    assertThat(said.skuId()).isEqualTo("tea");
    assertThat(said.quantity()).isEqualTo(10);
    assertThat(said.finding().alertId()).isEqualTo("SUPPLIER:s:SUPPLIER_DRIFT");
    assertThat(said.finding().stake().orderIds()).containsExactly("o");
    assertThat(said.finding().evidence().get("confirmation_hours_recent"))
        .isGreaterThan(said.finding().evidence().get("confirmation_hours_usual"));
  }

  @Test
  void silenceBeforeTheTimeToConfirmIsKnownIsALateDelivery() {
    deliver(60, 100, 1);
    OpenOrder open = open("o");
    assertThat(open.deadline()).isGreaterThan(at(100));

    SupplierWatch.Result silent = watch.silent(supplier, open, open.deadline());

    assertThat(silent.supplier().confirmation().count()).isZero();
    assertThat(silent.supplier().leadTime().count()).isEqualTo(61);
    assertThat(silent.order().overdue()).isTrue();
    assertThat(silent.order().deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anOrderThatIsOverDoesNotOpenAgain() {
    SupplierWatch.Result delivered =
        watch.heard(supplier, null, heard("o", ConfirmationKind.DELIVERED, 100).build());
    assertThat(delivered.order().isClosed()).isTrue();

    SupplierWatch.Result ordered =
        watch.ordered(
            delivered.supplier(), delivered.order(), order("o", 1, OrderStatus.OPEN).build());

    assertThat(ordered.order()).isEqualTo(delivered.order());
    assertThat(
            watch.silent(ordered.supplier(), ordered.order(), ordered.order().deadline()).order())
        .isNull();
  }

  @Test
  void anOpenOrderThatIsOverDoesNotOpenAgain() {
    OpenOrder open = open("o");
    for (ConfirmationKind end : List.of(ConfirmationKind.DELIVERED, ConfirmationKind.REFUSED)) {
      OpenOrder over = watch.heard(supplier, open, heard("o", end, 100).build()).order();
      assertStaysOver(over);
    }
    for (OrderStatus end : List.of(OrderStatus.FULFILLED, OrderStatus.CANCELLED)) {
      assertStaysOver(watch.ordered(supplier, open, order("o", 2, end).build()).order());
      assertStaysOver(watch.ordered(supplier, null, order("o", 2, end).build()).order());
    }
  }

  private void assertStaysOver(OpenOrder over) {
    assertThat(over.isClosed()).isTrue();
    assertThat(watch.ordered(supplier, over, order("o", 1, OrderStatus.OPEN).build()).order())
        .isEqualTo(over);
    assertThat(
            watch.heard(supplier, over, heard("o", ConfirmationKind.CONFIRMED, 2).build()).order())
        .isEqualTo(over);
    assertThat(watch.silent(supplier, over, over.deadline()).order()).isNull();
  }

  @Test
  void aDeliveryCountsThoughTheOrderWasOverBefore() {
    OpenOrder fulfilled =
        watch.ordered(supplier, open("o"), order("o", 2, OrderStatus.FULFILLED).build()).order();

    SupplierWatch.Result delivered =
        watch.heard(supplier, fulfilled, heard("o", ConfirmationKind.DELIVERED, 200).build());
    assertThat(delivered.supplier().leadTime().count()).isEqualTo(1);
    // It was due after 100 hours, by the order.
    assertThat(delivered.supplier().leadTime().mean()).isCloseTo(Math.log(2), within(1e-9));

    SupplierWatch.Result again =
        watch.heard(
            delivered.supplier(),
            delivered.order(),
            heard("o", ConfirmationKind.DELIVERED, 100).build());
    assertThat(again.supplier().leadTime().count()).isEqualTo(1);
    assertThat(again.order().deadline()).isEqualTo(delivered.order().deadline());
  }

  @Test
  void whatGoodsLoseOnTheirWayIsNotTheSuppliersLeadTime() {
    OpenOrder held = watch.delayed(supplier, open("o"), late("o", 70)).order();

    Supplier after =
        watch.heard(supplier, held, heard("o", ConfirmationKind.DELIVERED, 170).build()).supplier();

    assertThat(after.leadTime().mean()).isCloseTo(0, within(1e-9));
  }

  @Test
  void noSilenceIsHeldAgainstASupplierWhoseGoodsAreHeldOnTheirWay() {
    deliver(60, 100, 1);
    for (int i = 0; i < 20; i++) {
      confirm(5);
    }
    OpenOrder confirmed =
        watch.heard(supplier, open("o"), heard("o", ConfirmationKind.CONFIRMED, 5).build()).order();

    OpenOrder held = watch.delayed(supplier, confirmed, late("o", 70)).order();

    assertThat(held.deadline() - confirmed.deadline()).isEqualTo(at(70) - at(0));
    assertThat(watch.silent(supplier, held, held.deadline()).supplier().leadTime().recent())
        .isEqualTo(
            watch.silent(supplier, confirmed, confirmed.deadline()).supplier().leadTime().recent());
  }

  @Test
  void goodsOfAnOrderThatIsNotKnownChangeNothing() {
    assertThat(watch.delayed(supplier, null, late("o", 70)).order()).isNull();
  }

  @Test
  void aDelayThatIsKnownAfterTheOrderWasFulfilledStillCounts() {
    OpenOrder fulfilled =
        watch
            .ordered(
                supplier,
                watch.delayed(supplier, open("o"), late("o", 70)).order(),
                order("o", 2, OrderStatus.FULFILLED).build())
            .order();

    Supplier after =
        watch
            .heard(supplier, fulfilled, heard("o", ConfirmationKind.DELIVERED, 170).build())
            .supplier();

    assertThat(after.leadTime().mean()).isCloseTo(0, within(1e-9));
  }

  private static GoodsDelay late(String order, double hours) {
    return new GoodsDelay(
        order, "tea", "DE1", "s", at(hours) - at(0), at(100 + hours), 0, List.of(), at(50), null);
  }

  private OpenOrder open(String id) {
    return watch.ordered(supplier, null, order(id, 1, OrderStatus.OPEN).build()).order();
  }

  private void deliver(int deliveries, double hours, double filled) {
    for (int i = 0; i < deliveries; i++) {
      double took = hours * (1 + 0.1 * random.nextGaussian());
      SupplierConfirmation.Builder delivered =
          heard("d" + orders++, ConfirmationKind.DELIVERED, took)
              .setPromisedAt(Instant.ofEpochMilli(at(100)))
              .setQuantity(Math.round(filled * 100));
      supplier = watch.heard(supplier, null, delivered.build()).supplier();
    }
  }

  private void confirm(double hours) {
    supplier =
        watch
            .heard(supplier, null, heard("c" + orders++, ConfirmationKind.CONFIRMED, hours).build())
            .supplier();
  }
}
