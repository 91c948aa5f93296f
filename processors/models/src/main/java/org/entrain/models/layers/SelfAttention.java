package org.entrain.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Attention of a layer to itself, with the linear layers before and after it. */
public record SelfAttention(
    Linear query, Linear key, Linear value, Linear output, Attention attention) {

  /**
   * @param x the normed layer below, as the frame says; not modified
   * @return [sequences, rows, H]
   */
  public NDArray apply(NDArray x, Frame frame) {
    NDManager outer = x.getManager();
    // What attention leaves behind is as large as its result several times over.
    try (NDManager own = outer.newSubManager()) {
      NDArray q = frame.last(query::apply, x);
      NDArray k = frame.all(key::apply, x);
      NDArray v = frame.all(value::apply, x);
      List.of(q, k, v).forEach(array -> array.attach(own));
      NDArray y = output.apply(attention.apply(q, k, v, frame.positions()));
      y.attach(outer);
      return y;
    }
  }
}
