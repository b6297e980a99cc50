package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.format.table.TableRows;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.SourceRecipe.Csv;
import org.sweetspot.recipe.TableRecipe;
import org.sweetspot.recipe.TableRecipe.TargetKind;

/** What the columns of a table are taken for, and what is refused. */
class TableSourceTest {
  @TempDir private Path folder;

  private DataSet load(String text) throws IOException {
    Files.writeString(folder.resolve("table.csv"), text);
    return DataLoader.whole(new Csv("table.csv"), folder);
  }

  private DataSet load(String text, String target, TargetKind kind, String... ignore)
      throws IOException {
    Files.writeString(folder.resolve("table.csv"), text);
    return DataLoader.whole(
        new Csv("table.csv", target, kind, List.of(ignore), TableRecipe.NONE, 0, TableRecipe.NONE),
        folder);
  }

  private static double[] row(Examples examples, int row) {
    double[] values = new double[examples.inputSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = examples.values().get(row * values.length + i);
    }
    return values;
  }

  @Test
  void numbersAreFeaturesAndTextsAreCategoriesInSortedOrder() throws IOException {
    DataSet data = load("a,colour,b,species\n0.1,red,1e3,cat\n-2,blue,5,dog\n3,red,0,cat\n");

    Examples train = data.train();
    assertThat(train.count()).isEqualTo(3);
    assertThat(train.shape()).containsExactly(4);
    assertThat(row(train, 0)).containsExactly(0.1, 0, 1, 1000);
    assertThat(row(train, 1)).containsExactly(-2, 1, 0, 5);
    assertThat(train.classLabels().names()).containsExactly("cat", "dog");
    assertThat(train.classLabels().get(1)).isEqualTo(1);
    assertThat(data.test().count()).isZero();
    assertThat(data.notes())
        .containsExactly(
            "target species (chosen by its name or as the last column): 2 classes, texts in"
                + " sorted order: cat, dog",
            "4 features: 2 columns of numbers, and 0 or 1 for each category of colour (blue,"
                + " red)");
  }

  @Test
  void theTargetIsFoundByItsNameBeforeItsPlace() throws IOException {
    assertThat(load("y,a\n1,5\n0,7\n").train().values().get(0)).isEqualTo(5);
    assertThat(load("Label,y,target\n3,4,1\n5,6,0\n").train().shape()).containsExactly(2);
    assertThat(load("target,y\n0.5,1\n0.25,2\n", "y", TargetKind.AUTO).train().values().get(1))
        .isEqualTo(0.25);
  }

  @Test
  void truthValuesAreOneNumberAndAsATargetTwoClasses() throws IOException {
    Examples train = load("a,t,y\n5,True,False\n6,False,True\n").train();

    assertThat(row(train, 0)).containsExactly(5, 1);
    assertThat(row(train, 1)).containsExactly(6, 0);
    assertThat(train.classLabels().names()).containsExactly("False", "True");
    assertThat(train.classLabels().get(0)).isZero();
  }

  @Test
  void aTableWithoutAHeaderSaysSo() throws IOException {
    DataSet data = load("5.1,3.5,setosa\n4.9,3.0,virginica\n");

    assertThat(data.train().count()).isEqualTo(2);
    assertThat(data.notes()).anyMatch(note -> note.startsWith("the first line has numbers in it"));
  }

  @Test
  void fewWholeNumbersAreClassesAndOthersAreQuantities() throws IOException {
    assertThat(load("a,y\n1,0\n2,2\n").train().classes()).isEqualTo(3);
    assertThat(load("a,y\n1,0\n2,2.5\n").train().targets()).isInstanceOf(RealTargets.class);
    assertThat(load("a,y\n1,-1\n2,1\n").train().targets()).isInstanceOf(RealTargets.class);
    assertThat(load("a,y\n1,100\n2,1\n").train().targets()).isInstanceOf(RealTargets.class);
    StringBuilder many = new StringBuilder("a,y\n");
    for (int i = 0; i < 33; i++) {
      many.append("1,").append(i).append('\n');
    }
    assertThat(load(many.toString()).train().targets()).isInstanceOf(RealTargets.class);
    assertThat(load(many.toString(), "y", TargetKind.CLASS).train().classes()).isEqualTo(33);
    RealTargets real =
        (RealTargets) load("a,y\n1,0\n2,2\n", "y", TargetKind.REAL).train().targets();
    assertThat(real.values().get(1)).isEqualTo(2);
  }

  @Test
  void severalTargetsAreRealNumbers() throws IOException {
    Examples train = load("u,a,v\n1,5,2\n3,6,4\n", "u, v", TargetKind.AUTO).train();

    RealTargets targets = (RealTargets) train.targets();
    assertThat(targets.shape()).containsExactly(2);
    assertThat(List.of(targets.values().get(2), targets.values().get(3))).containsExactly(3.0, 4.0);
    assertThat(row(train, 1)).containsExactly(6);
  }

  @Test
  void columnsOfAnIndexAndIgnoredOnesAreLeftOutAndSaid() throws IOException {
    DataSet data = load(",a,id,y\n0,5,x17,1\n1,6,x18,0\n", "y", TargetKind.AUTO, "id");

    assertThat(row(data.train(), 1)).containsExactly(6);
    assertThat(data.notes()).contains("left out: Unnamed: 0, id");
  }

  @Test
  void aSecondFileIsTheTestPart() throws IOException {
    Files.writeString(folder.resolve("train.csv"), "a,c,y\n1,p,u\n2,q,v\n");
    Files.writeString(folder.resolve("test.csv"), "a,c,y\n3,r,w\n");
    Csv source =
        new Csv(
            "train.csv",
            TableRecipe.AUTO,
            TargetKind.AUTO,
            List.of(),
            TableRecipe.NONE,
            0,
            "test.csv");

    DataSet data = DataLoader.whole(source, folder);

    assertThat(row(data.test(), 0)).containsExactly(3, 0, 0, 1);
    assertThat(data.test().classLabels().get(0)).isEqualTo(2);
    assertThat(data.train().classes()).isEqualTo(3);

    Files.writeString(folder.resolve("test.csv"), "a,d,y\n3,r,w\n");
    assertThatThrownBy(() -> DataLoader.whole(source, folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected those of train.csv: a, c, y, got a, d, y");
  }

  @Test
  void aColumnOfTextBecomesTokensWithAMask() throws IOException {
    Files.writeString(folder.resolve("table.csv"), "said,mood\n\"Hi, you\",1\nz\u00e9,0\n");
    Csv source =
        new Csv("table.csv", "mood", TargetKind.AUTO, List.of(), "said", 0, TableRecipe.NONE);

    Examples train = DataLoader.whole(source, folder).train();

    assertThat(train.inputs()).extracting(InputArray::name).containsExactly("x", "mask");
    assertThat(train.inputs()).extracting(InputArray::kind).containsExactly(Kind.WHOLE, Kind.TRUTH);
    assertThat(train.shape()).containsExactly(7);
    assertThat(row(train, 1)).containsExactly('z' + 1, 0xc3 + 1, 0xa9 + 1, 0, 0, 0, 0);
    Numbers mask = train.inputs().get(1).values();
    assertThat(List.of(mask.get(7), mask.get(9), mask.get(10))).containsExactly(1.0, 1.0, 0.0);
  }

  @Test
  void missingValuesAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> load("a,b,y\n1,2,0\n3,,1\n5,NA,1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "column b, line 3: expected a value in every row, got 2 cells without")
        .hasMessageContaining("data.source.ignore: [b] (--data '{kind: csv, file: ");
    assertThatThrownBy(() -> load("a,b,y\n1,2,0\n3,nan,1\n"))
        .hasMessageContaining("column b, line 3 (nan)");
    assertThatThrownBy(() -> load("a,b,y\n1,2,0\n3,4,\n"))
        .hasMessageContaining("target y, line 3: expected a target in every row");
  }

  @Test
  void whatCannotBeUsedIsRefusedWithARemedy() {
    StringBuilder names = new StringBuilder("name,y\n");
    StringBuilder mixed = new StringBuilder("weight,y\n");
    for (int i = 0; i < 70; i++) {
      names.append("n").append(i).append(",").append(i % 2).append('\n');
      mixed.append(i).append(i == 40 ? " kg" : "").append(",").append(i % 2).append('\n');
    }
    assertThatThrownBy(() -> load(names.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "at most 64 different texts, fewer than half the rows, got more, such as 'n0' in line"
                + " 2");
    assertThatThrownBy(() -> load(mixed.toString()))
        .hasMessageContaining("got numbers and text, such as '40 kg' in line 42");
    assertThatThrownBy(() -> load("a;y\n1,5;0\n2,25;1\n"))
        .hasMessageContaining("a decimal point and no commas, got '1,5' in line 2");
    assertThatThrownBy(() -> load("a,y\n1,0\n2,1\n", "z", TargetKind.AUTO))
        .hasMessageContaining("data.source.target: expected one of the columns a, y, got z");
    assertThatThrownBy(() -> load("a,y\n1,-1\n2,1\n", "y", TargetKind.CLASS))
        .hasMessageContaining("number the classes 0, 1, 2 and so on");
    assertThatThrownBy(() -> load("a,y\n1,u\n2,v\n", "y", TargetKind.REAL))
        .hasMessageContaining("got 'u' in line 2");
    assertThatThrownBy(() -> load("y\n1\n0\n"))
        .hasMessageContaining("one column beside the target");
    assertThatThrownBy(() -> load("a,y\n")).hasMessageContaining("got no rows");
    assertThatThrownBy(() -> load("a,y\n1e400,1\n2,0\n")).hasMessageContaining("a finite number");
  }

  @Test
  void tablesInParquetSayTheSame() throws IOException, URISyntaxException {
    URL sample = Objects.requireNonNull(TableRows.class.getResource("none.parquet"));
    SourceRecipe source =
        new SourceRecipe.Parquet(
            Path.of(sample.toURI()).toString(),
            "t",
            TargetKind.AUTO,
            List.of("n", "d", "s", "l"),
            TableRecipe.NONE,
            0,
            TableRecipe.NONE);

    DataSet data = DataLoader.whole(source, folder);

    assertThat(data.train().count()).isEqualTo(40);
    assertThat(data.train().classLabels().names()).containsExactly("x0", "x1", "x2");
    assertThat(row(data.train(), 3))
        .containsExactly(0.375, 0.75, 1.5, -2, 4294967292.0, 0x1p64 - 8192, 0.03, 0);

    assertThatThrownBy(
            () ->
                DataLoader.whole(
                    new SourceRecipe.Parquet(Path.of(sample.toURI()).toString()), folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("target l: expected numbers or text, got a list in each cell");
  }
}
