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
  void anOrderThatComesInPartsIsJudgedAsAWhole() {
    for (int i = 0; i < 30; i++) {
      SupplierWatch.Result half = watch.heard(supplier, null, part("o" + i, 90, 50));
      assertThat(half.delivery()).isNull();
      assertThat(half.order().isClosed()).isTrue();

      SupplierWatch.Result whole =
          watch.heard(half.supplier(), half.order(), part("o" + i, 110, 50));

      assertThat(whole.delivery()).isEqualTo(new Delivery("tea", "s", 110, 1, null, at(110)));
      supplier = whole.supplier();
    }
    assertThat(watch.drifting(supplier)).isEmpty();
    assertThat(supplier.shortfall().count()).isEqualTo(30);
    assertThat(supplier.shortfall().mean()).isZero();
    // Of the first part.
    assertThat(supplier.leadTime().count()).isEqualTo(30);
    assertThat(supplier.leadTime().mean()).isCloseTo(Math.log(0.9), within(1e-9));
  }

  @Test
  void theRestThatDoesNotComeIsMissing() {
    SupplierWatch.Result part = watch.heard(supplier, open("o"), part("o", 90, 60));
    assertThat(part.supplier().shortfall().count()).isZero();
    // A week after the promise, as that is later than the part.
    assertThat(part.order().deadline()).isEqualTo(at(100 + 7 * 24));
    // That goods have moved does not say how many.
    assertThat(
            watch
                .ordered(supplier, part.order(), order("o", 2, OrderStatus.FULFILLED).build())
                .order())
        .isEqualTo(part.order());

    SupplierWatch.Result judged = withoutRest(part);

    assertThat(judged.supplier().shortfall().mean()).isCloseTo(0.4, within(1e-9));
    assertThat(judged.delivery()).isEqualTo(new Delivery("tea", "s", 90, 0.6, null, at(90)));
    SupplierWatch.Result late = watch.heard(judged.supplier(), judged.order(), part("o", 300, 40));
    assertThat(late.supplier()).isEqualTo(judged.supplier());
    assertThat(late.delivery()).isNull();
    assertThat(watch.silent("s", supplier, late.order(), late.order().deadline()).order()).isNull();
  }

  @Test
  void theRestThatIsRefusedIsMissingAtOnce() {
    OpenOrder part = watch.heard(supplier, null, part("o", 90, 75)).order();

    SupplierWatch.Result refused =
        watch.heard(supplier, part, heard("o", ConfirmationKind.REFUSED, 95).build());

    assertThat(refused.supplier().shortfall().mean()).isCloseTo(0.25, within(1e-9));
    assertThat(refused.delivery().filled()).isEqualTo(0.75);
    SupplierWatch.Result again =
        watch.heard(
            refused.supplier(), refused.order(), heard("o", ConfirmationKind.REFUSED, 96).build());
    assertThat(again.supplier()).isEqualTo(refused.supplier());
  }

  /** Of a hundred units of tea that are promised after a hundred hours. */
  private static SupplierConfirmation part(String order, double hours, long units) {
    return heard(order, ConfirmationKind.DELIVERED, hours)
        .setPromisedAt(Instant.ofEpochMilli(at(100)))
        .setSkuId("tea")
        .setQuantity(units)
        .build();
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
      supplier = watch.silent("s", supplier, open, open.deadline()).supplier();
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

    SupplierWatch.Result silent = watch.silent("s", supplier, open, open.deadline());

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
            watch
                .silent("s", ordered.supplier(), ordered.order(), ordered.order().deadline())
                .order())
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
    assertThat(watch.silent("s", supplier, over, over.deadline()).order()).isNull();
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
    assertThat(watch.silent("s", supplier, held, held.deadline()).supplier().leadTime().recent())
        .isEqualTo(
            watch
                .silent("s", supplier, confirmed, confirmed.deadline())
                .supplier()
                .leadTime()
                .recent());
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
      supplier = withoutRest(watch.heard(supplier, null, delivered.build())).supplier();
    }
  }

  private SupplierWatch.Result withoutRest(SupplierWatch.Result delivered) {
    return delivered.order().parts().areOpen()
        ? watch.silent("s", delivered.supplier(), delivered.order(), delivered.order().deadline())
        : delivered;
  }

  private void confirm(double hours) {
    supplier =
        watch
            .heard(supplier, null, heard("c" + orders++, ConfirmationKind.CONFIRMED, hours).build())
            .supplier();
  }
}
