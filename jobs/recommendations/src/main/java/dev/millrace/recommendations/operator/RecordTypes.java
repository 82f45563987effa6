package dev.millrace.recommendations.operator;

import dev.millrace.recommendations.domain.Lessons;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes what several of this job's messages and states hold. */
final class RecordTypes {
  static final TypeInformation<String[]> STRINGS = Types.OBJECT_ARRAY(Types.STRING);
  static final TypeInformation<float[]> FLOATS =
      PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO;
  static final TypeInformation<int[]> INTS = PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO;

  static final TypeInformation<Lessons> LESSONS =
      Types.POJO(Lessons.class, Map.of("items", STRINGS, "weights", FLOATS, "groups", INTS));

  private RecordTypes() {}
}
