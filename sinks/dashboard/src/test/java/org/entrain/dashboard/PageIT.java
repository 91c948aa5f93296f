package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in a real browser. */
class PageIT extends BrowserTest {

  @ParameterizedTest
  @CsvSource({
    "alignment, mean-by-step perplexity mean-over-layers layers-by-steps best-layers distribution"
        + " significant-share",
    "properties, differences significant-layers residuals-by-layer classes pairs"
  })
  void figures_areDrawnFromTheResults(String view, String figures) {
    open(view);
    for (String figure : figures.strip().split(" ")) {
      String name = figure.equals("significant-share") ? "significantShare" : camel(figure);
      await("document.querySelector('#figure-" + name + " canvas')");
      assertThat(script("return " + INK, name)).as(name).isEqualTo(true);
      assertThat((Long) script("return " + POINTS, name)).as(name).isPositive();
      assertThat(script("return " + DESCRIPTION, name)).as(name).isEqualTo(true);
    }
    assertNoFaults();
  }

  /** Whether something is painted: more than one colour. */
  private static final String INK =
      "(() => { const c = document.querySelector('#figure-' + arguments[0] + ' canvas');"
          + " const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height)"
          + ".data.buffer); return new Set(d).size > 20; })()";

  private static final String OPTION =
      "echarts.getInstanceByDom(document.querySelector('#figure-' + arguments[0] + ' .plot'))"
          + ".getOption()";

  private static final String POINTS = OPTION + ".series.reduce((n, s) => n + s.data.length, 0)";

  /** Whether the picture is called what its card says. */
  private static final String DESCRIPTION =
      "(() => { const card = document.querySelector('#figure-' + arguments[0]);"
          + " return card.querySelector('.plot').getAttribute('aria-label')"
          + ".startsWith(card.querySelector('h3').textContent + '. '); })()";

  @Test
  void stream_showsStagesWorkersAndTheWordThatIsRead() {
    open("stream");
    await("document.querySelectorAll('.stage').length === 2");
    assertThat(text("main"))
        .contains("encoding", "1 failed", "<u>once</u>", "word 5 of 60", "0/initial/A")
        .contains(SimulatedResults.MODEL);
    assertNoFaults();
  }

  @Test
  void results_thatAreCommitted_appearWithoutReloading() {
    open("checkpoints");
    assertThat(text("main")).doesNotContain("@1000");
    fixture.commit(1000);
    await("document.querySelector('main').textContent.includes('@1000')");
    browser.get(fixture.dashboard.address() + "#alignment");
    await("document.querySelector('#figure-meanByStep canvas')");
    int before = steps();
    fixture.commit(2000);
    new WebDriverWait(browser, PATIENCE).until(unused -> steps() == before + 1);
    assertNoFaults();
  }

  @Test
  void fault_staysInSightUntilTheNextSuccess() {
    open("checkpoints");
    script("window.asked = fetch; window.fetch = () => Promise.reject(new Error('gone'))");
    fixture.commit(3000);
    await("document.querySelector('#fault').textContent === 'Not up to date: gone'");
    script("window.fetch = window.asked");
    await("document.querySelector('#fault').textContent === ''");
    await("document.querySelector('main').textContent.includes('@3000')");
  }

  @Test
  void list_thatChangesBetweenItsPages_startsAgain() {
    open("checkpoints");
    script(
        """
        window.asked = fetch;
        window.states = [1, 2, 3, 3];
        window.fetch = (path) => !path.startsWith('api/checkpoints') ? window.asked(path)
          : window.asked(path.replace('limit=1000', 'limit=1')).then((one) => {
            const headers = new Headers(one.headers);
            headers.set('Commits', window.states.length > 1 ? window.states.shift() : 3);
            headers.set('Total-Count', '2');
            return new Response(one.body, { status: one.status, headers });
          });
        location.hash = 'stream';
        """);
    await("document.body.dataset.drawn === 'Stream'");
    script("location.hash = 'checkpoints'");
    await("document.body.dataset.drawn === 'Checkpoints'");
    assertThat((Long) script("return document.querySelectorAll('main tbody tr').length"))
        .isEqualTo(2);
    assertThat(text("main")).contains("@1", "@64").doesNotContain("scored");
    assertNoFaults();
  }

  @Test
  void choice_isDrawnWithoutAskingForEverythingAgain() {
    open("alignment");
    await("document.querySelector('#figure-distribution canvas')");
    script("window.asked = fetch; window.paths = []");
    script("window.fetch = (path) => { window.paths.push(path); return window.asked(path); }");
    assertThat(script("return document.querySelector('#choice-alignment-layer').value"))
        .isEqualTo("2");
    // The news that a page gets when it begins to listen may come meanwhile and ask for everything.
    new WebDriverWait(browser, PATIENCE)
        .until(
            unused ->
                List.of("0", "1").stream()
                    .map(PageIT::askedByChoosing)
                    .anyMatch(paths -> paths.matches("api/distributions\\?[^ ]+")));
    assertNoFaults();
  }

  @Test
  void view_thatDoesNotExist_isTheStream() {
    open("checkpoints");
    script("location.hash = 'constructor'");
    await("document.body.dataset.drawn === 'Stream'");
    assertNoFaults();
  }

  @Test
  void figures_ofManyStepsAndFits_areDrawn() {
    open("compare");
    script(
        """
        const { charts, figures } = window.entrain;
        const draw = (id, figure) => {
          const card = new charts.Card(id);
          document.querySelector('main').append(card.root);
          card.draw(figure);
        };
        const steps = Array.from({ length: 150 }, (unused, i) => i * 1000);
        const voxels = Array.from({ length: 100 }, (unused, i) => i > 40 && i < 80 ? 9 : 0);
        draw('steps', figures.distribution({ distributions: steps.map((step) =>
          ({ model: 'm', step, layer: 2, participant: 'A', voxels })) }, { model: 'm', layer: '2' }));
        const scores = Array.from({ length: 300000 }, (unused, i) => ({ model: 'm', step: 1, layer: 1,
          participant: 'A', variant: i % 2 ? 'initial' : 'Random', first: i / 6e5, second: i / 3e5 }));
        draw('fits', figures.comparison({ scores }, { variant: 'initial' }));
        draw('one-layer', figures.differences({ tests: [
          { model: 'm', step: 1, layer: 2, property: 'POS', difference: 0.1 },
          { model: 'm', step: 2, layer: 2, property: 'Tense', difference: 0.2 }] }, { model: 'm' }));
        """);
    for (String name : List.of("steps", "fits", "one-layer")) {
      await("document.querySelector('#figure-" + name + " canvas')");
      assertThat(script("return " + INK, name)).as(name).isEqualTo(true);
      assertThat(script("return " + DESCRIPTION, name)).as(name).isEqualTo(true);
    }
    assertThat((Long) script("return " + OPTION + ".grid[0].top", "steps")).isLessThan(70);
    assertThat(script("return " + OPTION + ".legend[0].type", "steps")).isEqualTo("scroll");
    assertThat((Long) script("return " + OPTION + ".series[0].data.length", "fits"))
        .isEqualTo(150_000);
    assertThat((Long) script("return " + OPTION + ".series[1].data.length", "one-layer"))
        .as("bars of a single layer")
        .isZero();
    assertNoFaults();
  }

  @Test
  void downloads_areComplete() {
    open("alignment");
    await("document.querySelector('#figure-layersBySteps canvas')");
    for (String kind : List.of("CSV", "SVG", "PNG")) {
      browser
          .findElement(By.xpath("//article[@id='figure-layersBySteps']//button[.='" + kind + "']"))
          .click();
    }
    assertThat(new String(download("layers-by-steps.csv"), StandardCharsets.UTF_8))
        .startsWith("model,step,layer,participant,r\r\n")
        .contains("\r\n<b onclick=alert(1)>=nano</b>,64,2,all participants,0.");
    assertThat(new String(download("layers-by-steps.svg"), StandardCharsets.UTF_8))
        .startsWith("<svg")
        .contains("Training step")
        .endsWith("</svg>");
    assertThat(download("layers-by-steps.png"))
        .startsWith(new byte[] {(byte) 0x89, 'P', 'N', 'G'})
        .endsWith(new byte[] {'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82});
    assertNoFaults();
  }

  @Test
  void csvOfNames_thatAreFormulas_isHarmless() {
    open("properties");
    await("document.querySelector('#figure-differences canvas')");
    browser.findElement(By.xpath("//article[@id='figure-differences']//button[.='CSV']")).click();
    assertThat(new String(download("differences.csv"), StandardCharsets.UTF_8))
        .contains(",'=cmd|' /C calc'!A1,")
        .doesNotContain(",=cmd");
  }

  @Test
  void redrive_asksFirstAndTakesTheLetterBack() {
    fixture.bury("garbage of the page");
    open("topics");
    WebElement button = row("garbage of the page").findElement(By.tagName("button"));
    button.click();
    browser.findElement(By.xpath("//dialog//button[.='Cancel']")).click();
    assertThat(row("garbage of the page").getText()).contains("Re-drive");
    row("garbage of the page").findElement(By.tagName("button")).click();
    browser.findElement(By.id("yes")).click();
    new WebDriverWait(browser, PATIENCE)
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(unused -> row("garbage of the page").getText().contains("re-driven"));
    assertThat(text(".message")).contains("Taken back, now entrain.words-0@");
    assertNoFaults();
  }

  @Test
  void button_keepsTheFocusWhenTheTopicsAreDrawnAgain() {
    fixture.bury("garbage in focus");
    open("topics");
    WebElement button = row("garbage in focus").findElement(By.tagName("button"));
    script("arguments[0].focus(); document.querySelector('main table').id = 'before'", button);
    await("!document.querySelector('#before')");
    assertThat(browser.switchTo().activeElement()).isEqualTo(button);
    assertNoFaults();
  }

  @Test
  void records_areBrowsedFromAnOffset() {
    fixture.bury("garbage to browse");
    open("topics");
    browser.findElement(By.id("offset")).sendKeys("nonsense");
    browser.findElement(By.xpath("//button[.='Show records']")).click();
    await("document.querySelector('main').textContent.includes('expected a whole number')");
  }

  @Test
  void add_saysWhatWasDoneOrWhatIsWrong() {
    open("checkpoints");
    browser.findElement(By.id("path")).sendKeys("..");
    browser.findElement(By.xpath("//button[.='Add']")).click();
    await(
        "document.querySelector('.message').textContent.includes('expected one that is allowed')");
    browser.findElement(By.id("path")).clear();
    browser.findElement(By.id("path")).sendKeys("models/new");
    browser.findElement(By.xpath("//button[.='Add']")).click();
    await("document.querySelector('.message').textContent.includes('Announced: models/new')");
  }

  @Test
  void compare_showsBothRuns() {
    open("compare");
    browser.findElement(By.id("state-folder")).sendKeys("other");
    browser.findElement(By.xpath("//button[.='Compare']")).click();
    await("document.querySelector('#figure-compare canvas')");
    assertThat(text("main")).contains("Settings and data are the same");
    assertNoFaults();
  }

  @Test
  void report_opensWithoutAServer() throws IOException {
    Path file = folder.resolve("report.html");
    try (OutputStream out = Files.newOutputStream(file)) {
      new Report(fixture.results.queries(), fixture.stream.facts()).write(out);
    }
    browser.get(file.toUri().toString());
    await("document.body.dataset.drawn === 'report'");
    assertThat(
            (Long)
                script(
                    "return [...document.querySelectorAll('.plot')].filter((p) => p.clientWidth > 0"
                        + " && p.querySelector('canvas')).length"))
        .isEqualTo(12);
    assertThat(text("main")).contains("strict", "fingerprint-of-s");
    assertNoFaults();
    assertAccessible("report");
  }

  @ParameterizedTest
  @CsvSource({
    "stream, light", "alignment, light", "properties, light", "topics, light",
    "checkpoints, light", "compare, light", "stream, dark", "alignment, dark",
    "properties, dark", "topics, dark", "checkpoints, dark", "compare, dark"
  })
  void view_hasNoSeriousFaultOfAccessibility(String view, String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    open(view);
    assertAccessible(view + " " + scheme);
    assertNoFaults();
  }

  @Test
  void keyboard_reachesEveryView() {
    open("stream");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      browser.switchTo().activeElement().sendKeys(org.openqa.selenium.Keys.TAB);
      reached.add(browser.switchTo().activeElement().getText());
    }
    assertThat(reached)
        .containsSubsequence(
            "Stream", "Alignment", "Properties", "Topics", "Checkpoints", "Compare");
  }
}
