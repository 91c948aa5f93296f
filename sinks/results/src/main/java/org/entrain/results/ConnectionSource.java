package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives a connection of its own to every question, so that questions never wait for the sink. */
@FunctionalInterface
interface ConnectionSource {
  Connection open() throws SQLException;
}
