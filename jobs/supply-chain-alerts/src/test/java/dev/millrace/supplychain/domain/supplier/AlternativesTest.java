package dev.millrace.supplychain.domain.supplier;

import static dev.millrace.supplychain.Shipments.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlternativesTest {
  private final Alternatives alternatives = new Alternatives(0.02);

  @Test
  void namesTheFastestOther() {
    List<SourceOfSupply> known = List.of();
    for (int i = 0; i < 3; i++) {
      known = alternatives.with(known, delivery("slow", 300, 0.5, 10.0));
      known = alternatives.with(known, delivery("fast", 100, 1, 10.2));
      known = alternatives.with(known, delivery("medium", 150, 1, 10.0));
    }

    RecommendedAction action = alternatives.advise(known, about("slow")).action();

    assertThat(action.getKind()).isEqualTo(ActionKind.ALTERNATE_SUPPLIER);
    assertThat(action.getTarget()).isEqualTo("fast");
    assertThat(action.getQuantity()).isEqualTo(1_000);
    assertThat(action.getGainsHours()).isEqualTo(350);
    assertThat(action.getCostMinor()).isEqualTo(200);
    assertThat(action.getSavesMinor()).isEqualTo(2_917);
    assertThat(action.getArithmetic())
        .isEqualTo(
            "tea: 300.0 h from slow (50 % filled), 100.0 h from fast (100 % filled): 350.0 h won; cost 200 (1000 units),"
                + " saves 2917 (value 10000, 0.020 of it per day)");
  }

  @Test
  void namesNobodyWhereNobodyIsBetterOrKnown() {
    List<SourceOfSupply> known = alternatives.with(List.of(), delivery("slow", 300, 1, 10.0));
    known = alternatives.with(known, delivery("fast", 100, 1, 10.0));

    assertThat(alternatives.advise(known, about("slow")).action()).isNull();
    assertThat(alternatives.advise(known, about("stranger")).action()).isNull();
  }

  @Test
  void remembersAFewSuppliersOfAProduct() {
    List<SourceOfSupply> known = List.of();
    for (int i = 0; i < 100; i++) {
      known = alternatives.with(known, new Delivery("tea", "s" + i, 100, 1, null, at(i)));
    }

    assertThat(known).hasSize(Alternatives.MAX_SUPPLIERS);
    assertThat(known).extracting(SourceOfSupply::supplierId).contains("s99").doesNotContain("s0");
  }

  private static Delivery delivery(String supplier, double hours, double filled, Double unit) {
    return new Delivery("tea", supplier, hours, filled, unit, at(0));
  }

  private static SupplierFinding about(String supplier) {
    return new SupplierFinding(
        "tea",
        1_000,
        new Finding(
            AlertKind.SUPPLIER_DRIFT,
            SubjectType.SUPPLIER,
            supplier,
            Finding.Status.RAISED,
            at(0),
            at(0),
            Stake.UNKNOWN,
            "",
            Map.of(),
            null,
            List.of(),
            null));
  }
}
