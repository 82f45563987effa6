package dev.millrace.supplychain.domain.stock;

import static dev.millrace.supplychain.domain.stock.StockRecords.POLICY;
import static dev.millrace.supplychain.domain.stock.StockRecords.day;
import static dev.millrace.supplychain.domain.stock.StockRecords.demand;
import static dev.millrace.supplychain.domain.stock.StockRecords.level;
import static dev.millrace.supplychain.domain.stock.StockRecords.purchase;
import static dev.millrace.supplychain.domain.stock.StockRecords.sellingTen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.StockLevel;
import dev.millrace.supplychain.domain.Finding;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StockWatchTest {
  private static final StockSubject SUBJECT = new StockSubject("kettle", "shop");

  private final StockWatch watch = new StockWatch(POLICY);

  @Test
  void enoughIsNotSpokenOf() throws Exception {
    StockWatch.Verdict verdict = look(sellingTen(10, 100), day(10));

    assertThat(verdict.findings()).isEmpty();
    // 100 units last 10 days; a lead time of 7 before that it begins to be a risk.
    assertThat(verdict.stock().checkAt()).isEqualTo(day(13) + 1);
  }

  @Test
  void aRiskSaysWhenItHitsWhatIsLostAndWhatToDo() throws Exception {
    Finding finding = onlyFinding(look(sellingTen(10, 40), day(10)));

    assertThat(finding.alertId()).isEqualTo("STOCK:kettle@shop:STOCK_OUT_RISK");
    assertThat(finding.status()).isEqualTo(Finding.Status.RAISED);
    assertThat(finding.stake().impactAt()).isBetween(day(14) - 1, day(14) + 1);
    assertThat(finding.stake().valueMinor()).isEqualTo(30_000);
    assertThat(finding.stake().currency()).isEqualTo("EUR");
    assertThat(finding.stake().owner()).isEqualTo("buyers");
    assertThat(finding.summary())
        .isEqualTo(
            "kettle at shop lasts 4.0 days, its lead time is 7.0: 30 sales are lost before goods come");
    assertThat(finding.evidence())
        .containsEntry("on_hand_units", 40.0)
        .containsEntry("lead_time_days", 7.0);
    assertThat(finding.action().getKind()).isEqualTo(ActionKind.REORDER);
    assertThat(finding.action().getQuantity()).isEqualTo(100);
    assertThat(finding.action().getArithmetic())
        .isEqualTo("lead time of 7.0 days and 7 more need 140, less 40 on hand and 0 to come");
  }

  @Test
  void whoTakesALocationOverHearsOfItsRisk() throws Exception {
    LocationStock risky = look(sellingTen(10, 40), day(10)).stock();
    StockLevel same = level("shop", 10.01, 40);

    LocationStock handedOver =
        risky.counted(StockLevel.newBuilder(same).setOwner("otto").build(), POLICY);
    StockWatch.Verdict verdict = look(handedOver, day(10.01));
    assertThat(onlyFinding(verdict).stake().owner()).isEqualTo("otto");
    assertThat(look(verdict.stock(), day(10.02)).findings()).isEmpty();
  }

  @Test
  void theLocationWithMostToSpareGives() throws Exception {
    Map<String, LocationStock> others =
        Map.of(
            "north", sellingTen(10, 150), "south", sellingTen(10, 300), "east", sellingTen(10, 5));

    Finding finding =
        onlyFinding(
            watch.look(
                SUBJECT, sellingTen(10, 40), () -> others, new StockWatch.Moment(day(10), null)));

    assertThat(finding.action().getKind()).isEqualTo(ActionKind.TRANSFER);
    assertThat(finding.action().getTarget()).isEqualTo("south");
    assertThat(finding.action().getQuantity()).isEqualTo(30);
    assertThat(finding.action().getSavesMinor()).isEqualTo(30_000);
    assertThat(finding.action().getArithmetic())
        .isEqualTo(
            "south can do without 195; on the way 2.0 days, 30 of them are sold here in the 3.0 days before the next supply, 300.00 EUR");
  }

  @Test
  void inboundThatComesInTimeIsNoRiskAndLateInboundIsToBeHurried() throws Exception {
    LocationStock inTime =
        sellingTen(10, 40).expecting(purchase("p", "shop", 9, 200, 13).build(), POLICY);
    assertThat(look(inTime, day(10)).findings()).isEmpty();

    LocationStock late =
        sellingTen(10, 40).expecting(purchase("p", "shop", 9, 200, 16).build(), POLICY);
    Finding finding = onlyFinding(look(late, day(10)));
    assertThat(finding.action().getKind()).isEqualTo(ActionKind.EXPEDITE);
    assertThat(finding.action().getTarget()).isEqualTo("acme");
    assertThat(finding.action().getGainsHours()).isCloseTo(48, within(0.01));
    assertThat(finding.stake().valueMinor()).isEqualTo(20_000);
    assertThat(finding.stake().orderIds()).containsExactly("p");
    assertThat(finding.parents()).isEmpty();
  }

  @Test
  void overdueInboundIsNotCountedOnAndItsSupplierMayBeTheCause() throws Exception {
    LocationStock stock =
        sellingTen(10, 40).expecting(purchase("p", "shop", 1, 200, 8).build(), POLICY);

    Finding finding = onlyFinding(look(stock, day(10)));

    assertThat(finding.parents()).containsExactly("SUPPLIER:acme");
    assertThat(finding.evidence()).containsEntry("overdue_units", 200.0);
    assertThat(finding.action().getKind()).isEqualTo(ActionKind.EXPEDITE);
  }

  @Test
  void aRiskIsSaidOnceUntilItsFiguresChangeAndClearedBeyondItsLimit() throws Exception {
    LocationStock raised = look(sellingTen(10, 60), day(10)).stock();

    StockWatch.Verdict same = look(raised, day(10.1));
    assertThat(same.findings()).isEmpty();

    StockWatch.Verdict worse =
        look(same.stock().counted(level("shop", 10.2, 30), POLICY), day(10.2));
    assertThat(onlyFinding(worse).since()).isEqualTo(day(10));

    // 7.5 days of cover: no new risk, and not the end of one.
    StockWatch.Verdict between =
        look(worse.stock().counted(level("shop", 10.3, 75), POLICY), day(10.3));
    assertThat(between.findings()).isEmpty();
    StockWatch.Verdict over =
        look(between.stock().counted(level("shop", 10.4, 200), POLICY), day(10.4));
    assertThat(onlyFinding(over).status()).isEqualTo(Finding.Status.CLEARED);
    assertThat(over.stock().stockOut()).isNull();
  }

  @Test
  void aSurgeOfDemandIsSeenOnItsFirstDay() throws Exception {
    LocationStock stock = look(sellingTen(20, 120), day(20)).stock();

    StockWatch.Verdict verdict = look(stock.demanded(demand("shop", 20.4, 40), POLICY), day(20.4));

    Finding finding = onlyFinding(verdict);
    assertThat(finding.kind()).isEqualTo(AlertKind.STOCK_OUT_RISK);
    assertThat(finding.evidence().get("demand_to_usual")).isCloseTo(4, within(0.01));
  }

  @Test
  void tooMuchIsSaidWithWhatNotToOrder() throws Exception {
    LocationStock stock =
        sellingTen(10, 900).expecting(purchase("p", "shop", 9, 300, 13).build(), POLICY);

    StockWatch.Verdict verdict = look(stock, day(10));

    Finding finding = onlyFinding(verdict);
    assertThat(finding.kind()).isEqualTo(AlertKind.OVERSTOCK);
    assertThat(finding.stake().valueMinor()).isEqualTo(200_000);
    assertThat(finding.action().getKind()).isEqualTo(ActionKind.REDUCE);
    assertThat(finding.action().getQuantity()).isEqualTo(200);
    StockWatch.Verdict less =
        look(verdict.stock().counted(level("shop", 10.1, 650), POLICY), day(10.1));
    assertThat(less.findings()).isEmpty();
    StockWatch.Verdict enough =
        look(less.stock().counted(level("shop", 10.2, 500), POLICY), day(10.2));
    assertThat(onlyFinding(enough).status()).isEqualTo(Finding.Status.CLEARED);
  }

  @Test
  void whatIsNotKnownIsNotJudged() throws Exception {
    assertThat(look(sellingTen(5, 0), day(5)).findings()).isEmpty();
    LocationStock neverCounted = LocationStock.EMPTY;
    for (int day = 0; day < 20; day++) {
      neverCounted = neverCounted.demanded(demand("shop", day, 10), POLICY);
    }
    assertThat(look(neverCounted, day(20)).findings()).isEmpty();
  }

  private StockWatch.Verdict look(LocationStock stock, long now) throws Exception {
    return watch.look(SUBJECT, stock, Map::of, new StockWatch.Moment(now, null));
  }

  private static Finding onlyFinding(StockWatch.Verdict verdict) {
    assertThat(verdict.findings()).hasSize(1);
    return verdict.findings().get(0);
  }
}
