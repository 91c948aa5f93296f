package org.entrain.objects;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.entrain.common.ObjectUrl;
import org.entrain.common.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** A store behind the AWS client. Thread-safe. */
final class S3Store implements ObjectStore {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private static final int MOVED = 301;
  private static final int DENIED = 403;
  private static final int MISSING = 404;
  private static final int CHANGED = 412;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private final Access access;
  private final S3Client client;

  S3Store(Access access) {
    this.access = access;
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.credentials())
            .forcePathStyle(access.pathStyle())
            .crossRegionAccessEnabled(access.endpoint().isEmpty())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build())
            .overrideConfiguration(
                c ->
                    c.retryStrategy(StandardRetryStrategy.builder().maxAttempts(ATTEMPTS).build()));
    access.endpoint().ifPresent(builder::endpointOverride);
    client = builder.build();
  }

  @Override
  public String endpoint() {
    return access.endpoint().map(Object::toString).orElse("aws");
  }

  @Override
  public Folder list(ObjectUrl folder, int most) {
    String prefix = folder.key().isEmpty() ? "" : folder.key() + "/";
    List<StoredObject> objects = new ArrayList<>();
    SortedSet<String> folders = new TreeSet<>();
    @Nullable String next = null;
    do {
      ListObjectsV2Request request =
          ListObjectsV2Request.builder()
              .bucket(folder.bucket())
              .prefix(prefix)
              .delimiter("/")
              .encodingType(EncodingType.URL) // XML has no place for control characters
              .continuationToken(next)
              .build();
      ListObjectsV2Response page = ask(folder, () -> client.listObjectsV2(request));
      for (S3Object object : page.contents()) {
        if (object.key().startsWith(prefix) && !object.key().equals(prefix)) {
          String name = object.key().substring(prefix.length());
          objects.add(described(folder.child(name), name, object.size(), object.eTag()));
        }
      }
      page.commonPrefixes().stream()
          .map(common -> common.prefix())
          .filter(common -> common.startsWith(prefix) && common.length() > prefix.length() + 1)
          .forEach(common -> folders.add(common.substring(prefix.length(), common.length() - 1)));
      if (objects.size() + folders.size() > most) {
        throw new InvalidInputException(
            folder.toString(),
            "objects",
            "at most %,d in a folder".formatted(most),
            "more",
            "Name the folder of the checkpoint itself, or raise ENTRAIN_S3_NAMES.");
      }
      next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (next != null);
    return new Folder(objects, folders);
  }

  @Override
  public StoredObject head(ObjectUrl object) {
    HeadObjectResponse head =
        ask(object, () -> client.headObject(r -> r.bucket(object.bucket()).key(object.key())));
    return described(object, object.name(), head.contentLength(), head.eTag());
  }

  @Override
  public Body get(ObjectUrl object, StoredObject version, long from) throws ChangedException {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(object.bucket())
            .key(object.key())
            .ifMatch('"' + version.etag() + '"');
    if (from > 0) {
      request.range("bytes=" + from + "-");
    }
    try {
      ResponseInputStream<GetObjectResponse> stream =
          ask(object, () -> client.getObject(request.build()));
      return new Body(stream, md5(stream.response(), version.etag()));
    } catch (Replaced e) {
      throw new ChangedException(object.toString());
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * Stores that state no checksum, which the client would compare, have the MD5 as ETag; but not of
   * encrypted objects, nor of those that came in several parts.
   */
  private static @Nullable String md5(GetObjectResponse response, String etag) {
    boolean stated =
        response.checksumCRC32() != null
            || response.checksumCRC32C() != null
            || response.checksumCRC64NVME() != null
            || response.checksumSHA1() != null
            || response.checksumSHA256() != null;
    boolean plain =
        response.sseCustomerAlgorithm() == null
            && (response.serverSideEncryption() == null
                || response.serverSideEncryption() == ServerSideEncryption.AES256);
    return !stated && plain && MD5.matcher(etag).matches() ? etag : null;
  }

  private static StoredObject described(
      ObjectUrl url, String name, @Nullable Long size, @Nullable String etag) {
    if (size == null || size < 0 || etag == null || etag.isBlank()) {
      throw new InvalidInputException(
          ObjectUrl.printable(url.toString()),
          "object",
          "a size and an ETag",
          "an answer without them",
          "Use a store that speaks S3.");
    }
    return new StoredObject(name, size, etag.replace("\"", ""));
  }

  /** Only codes of the store are repeated: its texts may quote the request with its signature. */
  private <T> T ask(ObjectUrl url, Supplier<T> request) {
    try {
      return request.get();
    } catch (AbortedException e) {
      throw cancelled(url, e);
    } catch (S3Exception e) {
      throw of(url, e);
    } catch (SdkClientException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw cancelled(url, e);
      }
      throw new UnavailableException(
          "%s: the store does not answer: %s".formatted(url, root(e)), e);
    }
  }

  private RuntimeException of(ObjectUrl url, S3Exception e) {
    String code = e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
    int status = e.statusCode();
    if (status == CHANGED) {
      return new Replaced();
    }
    if (status >= SERVER || status == TOO_MANY) {
      return new UnavailableException("%s: the store answers %d%s".formatted(url, status, code), e);
    }
    if (status == MISSING) {
      return refusal(
          url,
          "an object or folder",
          "nothing there (%d%s)".formatted(status, code),
          "Check the URL, and AWS_ENDPOINT_URL_S3 if the store is not AWS's.",
          e);
    }
    if (status == DENIED) {
      return refusal(
          url,
          "permission to read it",
          "access denied (%d%s) as %s".formatted(status, code, access.origin()),
          "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
          e);
    }
    return refusal(
        url,
        "an answer",
        "%d%s".formatted(status, code),
        status == MOVED
            ? "Set AWS_REGION to the bucket's."
            : "Check AWS_ENDPOINT_URL_S3, AWS_REGION and ENTRAIN_S3_PATH_STYLE.",
        e);
  }

  private static InvalidInputException refusal(
      ObjectUrl url, String expected, String found, String remedy, SdkException cause) {
    return new InvalidInputException(url.toString(), "object", expected, found, remedy, cause);
  }

  private static CancellationException cancelled(ObjectUrl url, Exception e) {
    CancellationException cancelled = new CancellationException("interrupted while reading " + url);
    cancelled.initCause(e);
    return cancelled;
  }

  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause instanceof UnknownHostException ? "no host of the name " + message : message;
  }

  /** What a condition on the version met; caught where the request was made. */
  private static final class Replaced extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
