package org.entrain.objects;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * How to reach a store and as whom, found where the AWS tools look: variables of the environment,
 * then the profile. Nobody asks a metadata service unless the environment says so: off a cloud such
 * a question hangs. Without any credentials requests are anonymous, as public buckets take them. No
 * text of this class tells a credential.
 */
final class Access {

  private static final String USUAL_REGION = "us-east-1";
  private static final List<String> ANY_CREDENTIALS =
      List.of(
          "aws_access_key_id",
          "credential_process",
          "role_arn",
          "sso_session",
          "sso_start_url",
          "web_identity_token_file");

  private final UnaryOperator<@Nullable String> variables;
  private final Optional<Profile> profile;
  private final AwsCredentialsProvider credentials;
  private final String origin;

  private Access(UnaryOperator<@Nullable String> variables, ProfileFile profiles) {
    this.variables = variables;
    String name = variable("AWS_PROFILE").orElse("default");
    profile = profiles.profile(name);
    if (profile.isEmpty() && variable("AWS_PROFILE").isPresent()) {
      throw refusal("AWS_PROFILE", "a profile of ~/.aws/config or ~/.aws/credentials", name);
    }
    Optional<String> key = variable("AWS_ACCESS_KEY_ID");
    Optional<String> secret = variable("AWS_SECRET_ACCESS_KEY");
    if (key.isPresent() != secret.isPresent()) {
      throw refusal("AWS_ACCESS_KEY_ID", "it and AWS_SECRET_ACCESS_KEY", "one of them alone");
    }
    if (key.isPresent() && secret.isPresent()) {
      credentials = fixed(key.get(), secret.get(), variable("AWS_SESSION_TOKEN"));
      origin = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
    } else if (profile.isPresent() && hasCredentials(profile.get())) {
      credentials =
          ProfileCredentialsProvider.builder().profileFile(profiles).profileName(name).build();
      origin = "profile " + name;
    } else if (variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").isPresent()
        || variable("AWS_CONTAINER_CREDENTIALS_FULL_URI").isPresent()) {
      credentials = ContainerCredentialsProvider.create();
      origin = "the container's service";
    } else if (variable("AWS_EC2_METADATA_DISABLED").filter("false"::equals).isPresent()) {
      credentials = InstanceProfileCredentialsProvider.create();
      origin = "the machine's metadata service";
    } else {
      credentials = AnonymousCredentialsProvider.create();
      origin = "nobody: no credentials were found";
    }
  }

  /**
   * As the environment says.
   *
   * @param variables value of a variable of the environment, or null
   * @throws InvalidInputException if it contradicts itself
   */
  static Access of(UnaryOperator<@Nullable String> variables) {
    return new Access(variables, ProfileFile.defaultProfileFile());
  }

  /** As {@link #of(UnaryOperator)}, with these profiles. */
  static Access of(UnaryOperator<@Nullable String> variables, ProfileFile profiles) {
    return new Access(variables, profiles);
  }

  AwsCredentialsProvider credentials() {
    return credentials;
  }

  /** Where the credentials are from, for messages. */
  String origin() {
    return origin;
  }

  String region() {
    return variable("AWS_REGION")
        .or(() -> variable("AWS_DEFAULT_REGION"))
        .or(() -> profile.flatMap(p -> p.property("region")))
        .orElse(USUAL_REGION);
  }

  /** The store, unless it is AWS's own. */
  Optional<URI> endpoint() {
    return variable("AWS_ENDPOINT_URL_S3")
        .or(() -> variable("AWS_ENDPOINT_URL"))
        .or(() -> profile.flatMap(p -> p.property("endpoint_url")))
        .map(Access::uri);
  }

  /** Whether the bucket stands in the path: what stores of one's own expect. */
  boolean pathStyle() {
    Optional<String> asked =
        variable("ENTRAIN_S3_PATH_STYLE").map(text -> text.toLowerCase(Locale.ROOT));
    if (asked.isPresent() && !asked.get().equals("yes") && !asked.get().equals("no")) {
      throw refusal("ENTRAIN_S3_PATH_STYLE", "yes or no", "'" + asked.get() + "'");
    }
    return asked.map("yes"::equals).orElseGet(() -> endpoint().isPresent());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
  }

  private static boolean hasCredentials(Profile profile) {
    return ANY_CREDENTIALS.stream().anyMatch(key -> profile.property(key).isPresent());
  }

  private static AwsCredentialsProvider fixed(String key, String secret, Optional<String> token) {
    return StaticCredentialsProvider.create(
        token.isPresent()
            ? AwsSessionCredentials.create(key, secret, token.get())
            : AwsBasicCredentials.create(key, secret));
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Refused below, without its text.
    }
    // The text may hold a password before the host's name.
    throw refusal("AWS_ENDPOINT_URL_S3", "http(s)://HOST[:PORT]", "something else");
  }

  private static InvalidInputException refusal(String source, String expected, String found) {
    return new InvalidInputException(
        source, "value", expected, found, "Correct the environment or ~/.aws.");
  }
}
