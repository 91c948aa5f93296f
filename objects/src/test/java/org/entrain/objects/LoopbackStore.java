package org.entrain.objects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory on 127.0.0.1 that speaks as much of S3 as reading takes: objects with ranges
 * and conditions, pages of listings, errors. It verifies the signature of every request. Buckets
 * stand in the path.
 */
public final class LoopbackStore implements AutoCloseable {

  /** Credentials that the store takes. */
  public static final String KEY = "AKIDLOOPBACK";

  /** The secret that goes with {@link #KEY}. */
  public static final String SECRET = "wJalrXUtnFEMI/K7MDENG/loopback-secret";

  private static final String REGION = "eu-test-1";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicInteger> gets = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private volatile int page = 1000;

  /** What goes wrong with one answer. */
  @FunctionalInterface
  public interface Fault {
    /**
     * @param key bucket/key asked for
     * @return whether it has answered
     */
    boolean strikes(HttpExchange exchange, String key) throws IOException;
  }

  public LoopbackStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Stores an object. */
  public void put(String bucketAndKey, byte[] content) {
    objects.put(bucketAndKey, content);
  }

  /** Stores the files of a folder, below a prefix. */
  public void putFolder(String bucketAndPrefix, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        put(bucketAndPrefix + "/" + name, Files.readAllBytes(file));
      }
    }
  }

  public void remove(String bucketAndKey) {
    objects.remove(bucketAndKey);
  }

  /** Answers 403 for a key or bucket. */
  public void deny(String bucketAndKey) {
    denied.add(bucketAndKey);
  }

  /** Adds a fault, which stays until it strikes. */
  public void fault(Fault fault) {
    faults.add(fault);
  }

  /** Ends the next answers for a key after some bytes of the content. */
  public void breakAfter(String bucketAndKey, int bytes, int times) {
    for (int i = 0; i < times; i++) {
      fault(
          (exchange, key) -> {
            if (!key.equals(bucketAndKey) || !exchange.getRequestMethod().equals("GET")) {
              return false;
            }
            byte[] content = objects.get(key);
            exchange.getResponseHeaders().set("ETag", etag(content));
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            throw new IOException("broken on purpose");
          });
    }
  }

  /** Answers the next requests by a status. */
  public void fail(int status, int times) {
    for (int i = 0; i < times; i++) {
      fault(
          (exchange, key) -> {
            error(exchange, status, status == 503 ? "SlowDown" : "InternalError");
            return true;
          });
    }
  }

  /** Names in a page of a listing. */
  public void page(int names) {
    page = names;
  }

  /** Requests for the content of an object. */
  public int gets(String bucketAndKey) {
    return gets.getOrDefault(bucketAndKey, new AtomicInteger()).get();
  }

  /** Requests for the content of any object. */
  public int gets() {
    return gets.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** All requests. */
  public int requests() {
    return requests.get();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Variables of an environment from which this store can be read, without any profile. */
  public UnaryOperator<@Nullable String> environment() {
    return variables()::get;
  }

  /** As {@link #environment()}, to be added to. */
  public Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ENDPOINT_URL_S3", endpoint());
    variables.put("AWS_REGION", REGION);
    variables.put("AWS_ACCESS_KEY_ID", KEY);
    variables.put("AWS_SECRET_ACCESS_KEY", SECRET);
    return variables;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      String key =
          URLDecoder.decode(
                  exchange.getRequestURI().getRawPath().replace("+", "%2B"), StandardCharsets.UTF_8)
              .substring(1);
      for (Fault fault : faults) {
        // Removed before it strikes: one that breaks the connection does not come back.
        if (faults.remove(fault)) {
          if (fault.strikes(exchange, key)) {
            return;
          }
          faults.add(fault);
        }
      }
      String bucket = key.contains("/") ? key.substring(0, key.indexOf('/')) : key;
      if (!Signature.verifies(exchange, KEY, SECRET, REGION)) {
        error(exchange, 403, "SignatureDoesNotMatch");
      } else if (denied.contains(key) || denied.contains(bucket)) {
        error(exchange, 403, "AccessDenied");
      } else if (query(exchange).containsKey("list-type")) {
        list(exchange, bucket);
      } else {
        object(exchange, key);
      }
    }
  }

  private void object(HttpExchange exchange, String key) throws IOException {
    byte @Nullable [] content = objects.get(key);
    boolean get = exchange.getRequestMethod().equals("GET");
    if (get) {
      gets.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
    }
    if (content == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    @Nullable String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (match != null && !match.equals(etag(content))) {
      error(exchange, 412, "PreconditionFailed");
      return;
    }
    @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    byte[] body = Arrays.copyOfRange(content, from, content.length);
    exchange.getResponseHeaders().set("ETag", etag(content));
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    if (!get) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void list(HttpExchange exchange, String bucket) throws IOException {
    Map<String, String> query = query(exchange);
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("continuation-token", "");
    Set<String> names = new TreeSet<>();
    for (String object : objects.tailMap(bucket + "/" + prefix).keySet()) {
      if (object.startsWith(bucket + "/" + prefix)) {
        String key = object.substring(bucket.length() + 1);
        int slash = key.indexOf('/', prefix.length());
        names.add(slash < 0 ? key : key.substring(0, slash + 1));
      }
    }
    List<String> rest =
        new ArrayList<>(names.stream().filter(n -> n.compareTo(after) > 0).toList());
    boolean truncated = rest.size() > page;
    rest = truncated ? rest.subList(0, page) : rest;
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    xml.append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>");
    xml.append(truncated).append("</IsTruncated>");
    boolean encode = "url".equals(query.get("encoding-type"));
    xml.append(encode ? "<EncodingType>url</EncodingType>" : "");
    if (truncated) {
      String last = rest.get(rest.size() - 1);
      xml.append("<NextContinuationToken>")
          .append(escaped(last))
          .append("</NextContinuationToken>");
    }
    for (String name : rest) {
      String encoded = escaped(encode ? URLEncoder.encode(name, StandardCharsets.UTF_8) : name);
      if (name.endsWith("/") && !name.equals(prefix)) {
        xml.append("<CommonPrefixes><Prefix>").append(encoded).append("</Prefix></CommonPrefixes>");
      } else {
        byte[] content = objects.get(bucket + "/" + name);
        xml.append("<Contents><Key>").append(encoded).append("</Key><ETag>");
        xml.append(escaped(etag(content))).append("</ETag><Size>").append(content.length);
        xml.append("</Size></Contents>");
      }
    }
    send(exchange, 200, xml.append("</ListBucketResult>").toString());
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    // A store may quote the request: nobody must print what stands in Message.
    send(
        exchange,
        status,
        "<Error><Code>%s</Code><Message>quoted: %s</Message></Error>".formatted(code, SECRET));
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    @Nullable String text = exchange.getRequestURI().getRawQuery();
    for (String part : text == null ? new String[0] : text.split("&")) {
      int equals = part.indexOf('=');
      query.put(
          equals < 0 ? part : part.substring(0, equals),
          equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  /** The MD5, as of objects that came in one part. */
  private static String etag(byte[] content) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
      return '"' + HexFormat.of().formatHex(md5) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
