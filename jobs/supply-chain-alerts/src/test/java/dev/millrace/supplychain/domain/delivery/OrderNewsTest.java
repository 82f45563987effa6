package dev.millrace.supplychain.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.OrderKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplyOrder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderNewsTest {
  @Test
  void aPurchaseIsADeliveryToCome() {
    DeliveryNews news = OrderNews.of(order(OrderKind.PURCHASE, OrderStatus.OPEN)).orElseThrow();

    assertThat(news.kind()).isEqualTo(DeliveryNews.Kind.PLANNED);
    assertThat(news.time()).isEqualTo(1_000);
    assertThat(news.plan().dueAt()).isEqualTo(9_000);
    assertThat(news.plan().get(Facet.SUPPLIER)).isEqualTo("acme");
    assertThat(news.plan().get(Facet.LANE)).isEqualTo("acme > store-1");
    assertThat(news.plan().get(Facet.CUSTOMER)).isEqualTo("store-1");
    assertThat(news.plan().get(Facet.SITE)).isNull();
    assertThat(news.plan().stake().orderIds()).containsExactly("o-1");
  }

  @Test
  void itArrivesOrIsCancelled() {
    assertThat(OrderNews.of(order(OrderKind.TRANSFER, OrderStatus.FULFILLED)).orElseThrow())
        .isEqualTo(DeliveryNews.arrived("o-1", 1_000, 1_000).inVersion(1));
    assertThat(OrderNews.of(order(OrderKind.PURCHASE, OrderStatus.CANCELLED)).orElseThrow())
        .isEqualTo(DeliveryNews.cancelled("o-1", 1_000).inVersion(1));
  }

  @Test
  void itEndsWithoutATimeToo() {
    SupplyOrder fulfilled = order(OrderKind.PURCHASE, OrderStatus.FULFILLED);
    fulfilled.setDueAt(null);
    fulfilled.setVersion(2);
    assertThat(OrderNews.of(fulfilled))
        .contains(DeliveryNews.arrived("o-1", 1_000, 1_000).inVersion(2));
    SupplyOrder cancelled = order(OrderKind.TRANSFER, OrderStatus.CANCELLED);
    cancelled.setDueAt(null);
    assertThat(OrderNews.of(cancelled)).contains(DeliveryNews.cancelled("o-1", 1_000).inVersion(1));
  }

  @Test
  void demandBringsNothing() {
    assertThat(OrderNews.of(order(OrderKind.DEMAND, OrderStatus.OPEN))).isEmpty();
    SupplyOrder undated = order(OrderKind.PURCHASE, OrderStatus.OPEN);
    undated.setDueAt(null);
    assertThat(OrderNews.of(undated)).isEmpty();
  }

  private static SupplyOrder order(OrderKind kind, OrderStatus status) {
    return SupplyOrder.newBuilder()
        .setOrderId("o-1")
        .setVersion(1)
        .setKind(kind)
        .setStatus(status)
        .setSkuId("sku")
        .setLocationId("store-1")
        .setQuantity(5)
        .setEventTime(Instant.ofEpochMilli(1_000))
        .setDueAt(Instant.ofEpochMilli(9_000))
        .setSupplierId("acme")
        .build();
  }
}
