package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.state.Retention;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.supplier.Alternatives;
import dev.millrace.supplychain.domain.supplier.Delivery;
import dev.millrace.supplychain.domain.supplier.SourceOfSupply;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by product: knows who delivers it and how well, and names to whom to turn when one of them
 * has changed. State: at most {@value Alternatives#MAX_SUPPLIERS} suppliers.
 */
public final class NameAlternatives
    extends KeyedCoProcessFunction<String, SupplierFinding, Delivery, Finding> {
  private static final long serialVersionUID = 1L;

  private final Alternatives alternatives;
  private final Duration retention;
  private transient ValueState<List<SourceOfSupply>> sources;

  /**
   * Names.
   *
   * @param retention how long a product is kept without a delivery, in processing time
   */
  public NameAlternatives(Alternatives alternatives, Duration retention) {
    this.alternatives = requireNonNull(alternatives);
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<List<SourceOfSupply>> descriptor =
        new ValueStateDescriptor<>("sources", Types.LIST(SupplierTypes.SOURCE_OF_SUPPLY));
    descriptor.enableTimeToLive(Retention.of(retention));
    sources = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(SupplierFinding about, Context context, Collector<Finding> out)
      throws Exception {
    out.collect(alternatives.advise(known(), about));
  }

  @Override
  public void processElement2(Delivery delivery, Context context, Collector<Finding> out)
      throws Exception {
    sources.update(alternatives.with(known(), delivery));
  }

  private List<SourceOfSupply> known() throws Exception {
    return requireNonNullElse(sources.value(), List.of());
  }
}
