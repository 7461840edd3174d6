package dev.vitrine.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

  @Test
  void table_exampleOfThePackage_isAsDocumented() {
    assertThat(Table.of("what", "ops/s").row("node hash", Numbers.text(8123)).text())
        .isEqualTo(
            """
            | what      | ops/s |
            |-----------|------:|
            | node hash | 8,123 |
            """);
  }

  @Test
  void median_evenCount_isTheMeanOfTheMiddle() {
    assertThat(Numbers.median(9, 1, 3, 2)).isEqualTo(2.5);
    assertThat(Numbers.spread(9, 1, 3, 2)).isEqualTo("1.00–9.00");
  }

  @Test
  void plot_logarithmic_putsEachDecadeAtTheSameDistance() throws Exception {
    Series line =
        new Series(
            "a < b",
            List.of(new Series.Point(1, 1), new Series.Point(10, 10), new Series.Point(100, 100)));
    Document svg = parse(Plot.of("t", "x", true, "y", true, List.of(line)).svg());

    String points =
        svg.getElementsByTagName("polyline")
            .item(0)
            .getAttributes()
            .getNamedItem("points")
            .getNodeValue();
    assertThat(points).isEqualTo("80.0,364.0 365.0,206.0 650.0,48.0");
    assertThat(svg.getDocumentElement().getTextContent()).contains("a < b");
  }

  @Test
  void plot_withoutPoints_isStillAPlot() throws Exception {
    Document svg = parse(Plot.of("t", "x", false, "y", true, List.of()).svg());
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
