package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WholeListsTest {

  private static final long MINUTE = 60_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - MINUTE);
  private final WholeLists lists = new WholeLists(nanos::get);
  private final WholeLists.Whole list = new WholeLists.Whole("7", List.of(1, 2));

  @Test
  void list_isKeptAsLongAsItIsRead() {
    lists.keep("a", list);
    for (int part = 0; part < 5; part++) {
      nanos.addAndGet(MINUTE);
      assertThat(lists.of("a")).isSameAs(list);
    }
    nanos.addAndGet(MINUTE + 1);
    assertThat(lists.of("a")).isNull();
    assertThat(lists.of("b")).isNull();
  }

  @Test
  void ofManyLists_thoseReadLastAreKept() {
    for (int i = 0; i < 32; i++) {
      lists.keep("list " + i, list);
    }
    assertThat(lists.of("list 0")).isNotNull();
    lists.keep("another", list);
    assertThat(lists.of("list 0")).isNotNull();
    assertThat(lists.of("list 1")).isNull();
  }
}
