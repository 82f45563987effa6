package dev.millrace.fraud.operator;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.Features;
import dev.millrace.payments.Transaction;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** A payment with the figures that are known of it so far. */
public record ProfiledPayment(Received<Transaction> payment, Features features) {

  /** How Flink serializes it. */
  public static final TypeInformation<ProfiledPayment> TYPE =
      Types.POJO(
          ProfiledPayment.class,
          Map.of(
              "payment",
              Received.type(Transaction.class),
              "features",
              Types.POJO(
                  Features.class,
                  Map.of("values", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO))));

  /** The device that the payment is made with; null if it names none. */
  public String deviceId() {
    return payment.value().getDeviceId();
  }

  public String terminalId() {
    return payment.value().getTerminalId();
  }
}
