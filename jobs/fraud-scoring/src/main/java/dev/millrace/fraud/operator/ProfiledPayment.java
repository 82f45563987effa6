package dev.millrace.fraud.operator;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.CardActivity;
import dev.millrace.payments.Transaction;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** A payment with what is known of its card. */
public record ProfiledPayment(Received<Transaction> payment, CardActivity card) {

  /** How Flink serializes it. */
  public static final TypeInformation<ProfiledPayment> TYPE =
      Types.POJO(
          ProfiledPayment.class,
          Map.of(
              "payment", Received.type(Transaction.class),
              "card", TypeInformation.of(CardActivity.class)));

  public String terminalId() {
    return payment.value().getTerminalId();
  }
}
