package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser over a page. Without Chromium and its driver its tests are left out. */
abstract class BrowserTest {

  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<Path> DRIVERS =
      List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/local/bin/chromedriver"));

  @TempDir static Path folder;
  static DashboardFixture fixture;
  static ChromeDriver browser;

  @BeforeAll
  static void start() throws IOException {
    Path driver = DRIVERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
    assumeTrue(driver != null, "no chromedriver: the page is not tested in a browser");
    Files.createDirectories(folder.resolve("downloads"));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--window-size=1400,1000");
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", folder.resolve("downloads").toString()));
    options.setCapability("goog:loggingPrefs", logs);
    fixture = new DashboardFixture(folder);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build(),
            options);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (fixture != null) {
      fixture.close();
    }
  }

  @BeforeEach
  void forget() {
    browser.get("about:blank");
    browser.manage().logs().get(LogType.BROWSER);
  }

  static void open(String view) {
    browser.get(fixture.dashboard.address() + "#token=" + DashboardFixture.TOKEN);
    await("document.body.dataset.drawn === 'Stream'");
    script("location.hash = arguments[0]", view);
    String label = view.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + view.substring(1);
    await("document.body.dataset.drawn === '" + label + "'");
  }

  static Object script(String script, Object... arguments) {
    return browser.executeScript(script, arguments);
  }

  static void await(String condition) {
    new WebDriverWait(browser, PATIENCE)
        .withMessage(() -> condition + ", fault: " + text("#fault"))
        .until(unused -> Boolean.TRUE.equals(script("return Boolean(" + condition + ")")));
  }

  static String text(String selector) {
    return Objects.requireNonNull(
        (String) script("return document.querySelector(arguments[0]).textContent", selector));
  }

  static WebElement row(String key) {
    By row = By.xpath("//tr[td[.='" + key + "']]");
    return new WebDriverWait(browser, PATIENCE).until(driver -> driver.findElement(row));
  }

  static String askedByChoosing(String layer) {
    script("window.paths = []");
    browser
        .findElement(By.cssSelector("#choice-alignment-layer option[value='" + layer + "']"))
        .click();
    await(
        "document.querySelector('#figure-distribution h3').textContent.endsWith('layer "
            + layer
            + "')");
    return (String) script("return window.paths.join(' ')");
  }

  static int steps() {
    return ((Long)
            script(
                "return echarts.getInstanceByDom(document.querySelector('#figure-meanByStep .plot'))"
                    + ".getOption().xAxis[0].data.length"))
        .intValue();
  }

  static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String part : name.split("-")) {
      camel.append(
          camel.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1));
    }
    return camel.toString();
  }

  static byte[] download(String name) {
    Path file = folder.resolve("downloads").resolve("entrain-" + name);
    new WebDriverWait(browser, PATIENCE).until(unused -> Files.exists(file));
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static void assertNoFaults() {
    List<String> faults = new ArrayList<>();
    for (LogEntry entry : browser.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        faults.add(entry.getMessage());
      }
    }
    assertThat(faults).isEmpty();
    assertThat((Long) script("return document.querySelectorAll('main b, main u, main i').length"))
        .as("names that became elements")
        .isZero();
  }

  @SuppressWarnings("unchecked")
  static void assertAccessible(String what) {
    try (var axe = PageIT.class.getResourceAsStream("axe.min.js")) {
      script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    List<String> faults =
        (List<String>)
            browser.executeAsyncScript(
                "const done = arguments[0]; axe.run(document).then((r) => done(r.violations"
                    + ".filter((v) => ['serious', 'critical'].includes(v.impact)).flatMap((v) =>"
                    + " v.nodes.map((n) => v.id + ': ' + n.html + ' ' + n.failureSummary))))");
    assertThat(faults).as(what).isEmpty();
  }
}
