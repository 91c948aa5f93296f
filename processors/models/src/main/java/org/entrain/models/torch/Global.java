package org.entrain.models.torch;

import java.util.Arrays;
import java.util.Optional;
import org.entrain.models.weights.ElementType;
import org.jspecify.annotations.Nullable;

/** The classes and functions that a file may name. They are tags here: nothing is looked up. */
enum Global {
  ORDERED_DICT("collections", "OrderedDict", null),
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2", null),
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter", null),
  FLOAT("torch", "FloatStorage", ElementType.F32),
  HALF("torch", "HalfStorage", ElementType.F16),
  BFLOAT16("torch", "BFloat16Storage", ElementType.BF16),
  DOUBLE("torch", "DoubleStorage", ElementType.F64),
  LONG("torch", "LongStorage", ElementType.I64),
  INT("torch", "IntStorage", ElementType.I32),
  SHORT("torch", "ShortStorage", ElementType.I16),
  CHAR("torch", "CharStorage", ElementType.I8),
  BYTE("torch", "ByteStorage", ElementType.U8),
  BOOL("torch", "BoolStorage", ElementType.BOOL);

  private final String module;
  private final String name;
  private final @Nullable ElementType type;

  Global(String module, String name, @Nullable ElementType type) {
    this.module = module;
    this.name = name;
    this.type = type;
  }

  /** Of the elements; null unless this is a class of storages. */
  @Nullable ElementType type() {
    return type;
  }

  static Optional<Global> named(String module, String name) {
    return Arrays.stream(values())
        .filter(global -> global.module.equals(module) && global.name.equals(name))
        .findFirst();
  }
}
