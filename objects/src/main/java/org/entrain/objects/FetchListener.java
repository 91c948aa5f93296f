package org.entrain.objects;

import org.entrain.common.Location;

/** Hears of what is fetched, from the threads that fetch. */
public interface FetchListener {

  /** For callers that do not wait for it. */
  FetchListener NONE =
      new FetchListener() {
        @Override
        public void fetching(Location object, long bytesDone, long bytesTotal) {}

        @Override
        public void said(String message) {}
      };

  /** An object has come so far; told every megabyte or so. */
  void fetching(Location object, long bytesDone, long bytesTotal);

  /** Something a user should know, such as a damaged file of the cache that is fetched again. */
  void said(String message);
}
