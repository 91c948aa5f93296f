package org.entrain.results;

class PostgresStoreTest extends ResultStoreContract {

  PostgresStoreTest() {
    super(TestStore.POSTGRESQL);
  }
}
