package org.entrain.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.profiles.ProfileFile;

class AccessTest {

  private static final ProfileFile PROFILES =
      ProfileFile.builder()
          .type(ProfileFile.Type.CONFIGURATION)
          .content(
              new ByteArrayInputStream(
                  """
                  [default]
                  region = eu-west-3
                  [profile lab]
                  aws_access_key_id = of-lab
                  aws_secret_access_key = secret-of-lab
                  endpoint_url = https://s3.lab.example:9000
                  """
                      .getBytes(StandardCharsets.UTF_8)))
          .build();

  @Test
  void variables_goBeforeTheProfile() {
    Access access =
        access(
            Map.of(
                "AWS_ACCESS_KEY_ID", "a",
                "AWS_SECRET_ACCESS_KEY", "b",
                "AWS_SESSION_TOKEN", "c",
                "AWS_REGION", "eu-north-1",
                "AWS_PROFILE", "lab"));

    assertThat(access.credentials().resolveCredentials())
        .isEqualTo(AwsSessionCredentials.create("a", "b", "c"));
    assertThat(access.region()).isEqualTo("eu-north-1");
    assertThat(access.origin()).doesNotContain("a ").contains("AWS_ACCESS_KEY_ID");
  }

  @Test
  void profile_givesCredentialsAndTheStore() {
    Access access = access(Map.of("AWS_PROFILE", "lab"));

    assertThat(access.credentials().resolveCredentials().accessKeyId()).isEqualTo("of-lab");
    assertThat(access.endpoint()).contains(URI.create("https://s3.lab.example:9000"));
    assertThat(access.pathStyle()).isTrue();
    assertThat(access.origin()).isEqualTo("profile lab");
  }

  /** No metadata service is asked: off a cloud that would hang. */
  @Test
  void nothing_isAnonymousOnAws() {
    Access access = access(Map.of());

    assertThat(access.credentials()).isInstanceOf(AnonymousCredentialsProvider.class);
    assertThat(access.region()).isEqualTo("eu-west-3");
    assertThat(access.endpoint()).isEmpty();
    assertThat(access.pathStyle()).isFalse();
  }

  @Test
  void store_ofItsOwn_hasTheBucketInThePathUnlessToldOtherwise() {
    String endpoint = "AWS_ENDPOINT_URL_S3";
    assertThat(access(Map.of(endpoint, "http://x:1")).pathStyle()).isTrue();
    assertThat(access(Map.of(endpoint, "http://x:1", "ENTRAIN_S3_PATH_STYLE", "no")).pathStyle())
        .isFalse();
    assertThat(access(Map.of("AWS_ENDPOINT_URL", "http://x:1")).endpoint())
        .contains(URI.create("http://x:1"));
  }

  @Test
  void contradictions_areRefusedWithoutTheirSecrets() {
    refused(Map.of("AWS_ACCESS_KEY_ID", "hush"), "AWS_SECRET_ACCESS_KEY");
    refused(Map.of("AWS_PROFILE", "none"), "none");
    refused(Map.of("AWS_ENDPOINT_URL_S3", "http://user:hush@x"), "AWS_ENDPOINT_URL_S3");
    refused(Map.of("AWS_ENDPOINT_URL_S3", "ftp://x"), "AWS_ENDPOINT_URL_S3");
    refused(Map.of("ENTRAIN_S3_PATH_STYLE", "perhaps"), "yes or no");
  }

  private static void refused(Map<String, String> variables, String part) {
    assertThatThrownBy(
            () -> {
              Access access = access(variables);
              access.endpoint();
              access.pathStyle();
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(part)
        .hasMessageNotContaining("hush");
  }

  private static Access access(Map<String, String> variables) {
    return Access.of(variables::get, PROFILES);
  }
}
