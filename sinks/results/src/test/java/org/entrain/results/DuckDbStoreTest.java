package org.entrain.results;

class DuckDbStoreTest extends ResultStoreContract {

  DuckDbStoreTest() {
    super(TestStore.DUCKDB);
  }
}
