package org.entrain.objects;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** AWS Signature Version 4 of requests without a body, in the header. */
final class Signature {

  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, *"
              + "SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})");

  private Signature() {}

  /** Whether the request is signed by this key. */
  static boolean verifies(HttpExchange exchange, String key, String secret, String region) {
    @Nullable String header = exchange.getRequestHeaders().getFirst("Authorization");
    Matcher matcher = HEADER.matcher(header == null ? "" : header);
    if (!matcher.matches() || !matcher.group(1).equals(key) || !matcher.group(3).equals(region)) {
      return false;
    }
    String day = matcher.group(2);
    String time = exchange.getRequestHeaders().getFirst("x-amz-date");
    String scope = day + "/" + region + "/s3/aws4_request";
    String toSign =
        "AWS4-HMAC-SHA256\n%s\n%s\n%s"
            .formatted(time, scope, sha256(canonical(exchange, matcher.group(4))));
    byte[] signing = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {day, region, "s3", "aws4_request"}) {
      signing = hmac(signing, part);
    }
    return HexFormat.of().formatHex(hmac(signing, toSign)).equals(matcher.group(5));
  }

  private static String canonical(HttpExchange exchange, String signedHeaders) {
    @Nullable String query = exchange.getRequestURI().getRawQuery();
    String sorted =
        query == null
            ? ""
            : Arrays.stream(query.split("&"))
                .map(part -> part.contains("=") ? part : part + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    String headers =
        Arrays.stream(signedHeaders.split(";"))
            .map(name -> name + ":" + exchange.getRequestHeaders().getFirst(name).strip() + "\n")
            .collect(Collectors.joining());
    return "%s\n%s\n%s\n%s\n%s\n%s"
        .formatted(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            sorted,
            headers,
            signedHeaders,
            exchange.getRequestHeaders().getFirst("x-amz-content-sha256"));
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
