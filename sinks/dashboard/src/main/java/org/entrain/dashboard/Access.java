package org.entrain.dashboard;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Whoever reaches the port may read. To write takes the token, in a header that no
 * form and no foreign page can set. While the page is for this machine alone, a request must name
 * this machine: else a foreign name that is made to point here could read through a browser. What a
 * browser asks for a page of another site is refused: that page could not read the answer, but let
 * the results be read again and again. It may link to this page.
 */
final class Access {

  static final String HEADER = "Entrain-Token";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
              + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final boolean loopback;
  private final String token;

  /**
   * @param loopback whether the server listens on the loopback address
   */
  Access(boolean loopback, String token) {
    this.loopback = loopback;
    this.token = token;
  }

  /** Checks every request, and says how browsers may use the answer. */
  void check(Context context) {
    HEADERS.forEach(context::header);
    if (loopback && !LOOPBACK.contains(hostName(context.header("Host")))) {
      throw new ForbiddenResponse("ask http://localhost, not another name of this machine");
    }
    if ("cross-site".equals(context.header("Sec-Fetch-Site")) && !isLink(context)) {
      throw new ForbiddenResponse("a page of another site may link to this page, no more");
    }
  }

  /** Whether somebody follows a link to the page. */
  private static boolean isLink(Context context) {
    return "navigate".equals(context.header("Sec-Fetch-Mode"))
        && HandlerType.GET.equals(context.method())
        && "/".equals(context.path());
  }

  /** Checks a request that writes. */
  void checkWrite(Context context) {
    String given = String.valueOf(context.header(HEADER));
    if (!MessageDigest.isEqual(utf8(given), utf8(token))) {
      throw new ForbiddenResponse(
          "the token is missing or wrong: open the address that was printed at start, or send the"
              + " header "
              + HEADER);
    }
  }

  private static String hostName(@Nullable String host) {
    try {
      String name = host == null ? null : new URI("http://" + host).getHost();
      return name == null ? "" : name.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
