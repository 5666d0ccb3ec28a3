using OnnxTrain.Tests.Architecture;

namespace OnnxTrain.Tests.Data;

/// <summary>The files in examples/data are what their README says.</summary>
public sealed class ExampleDataTests
{
    [Theory]
    [InlineData("iris", 150, 4, 0, 3)]
    [InlineData("wine", 178, 13, 0, 3)]
    [InlineData("breast_cancer", 569, 30, 0, 2)]
    [InlineData("digits", 1797, 64, 0, 10)]
    [InlineData("diabetes", 442, 10, 0, null)]
    [InlineData("penguins", 344, 4, 2, 3)]
    public void They_have_the_documented_rows_columns_and_classes(string name, int rows, int numeric, int categorical, int? classes)
    {
        var table = CsvTable.Read(Path.Combine(Repository.Root, "examples", "data", $"{name}.csv"));
        var target = name == "penguins" ? table.Columns[0] : table.Columns[^1];
        var features = table.Without(target.Name).Columns;

        Assert.Equal(rows, table.RowCount);
        Assert.Equal(numeric, features.Count(column => column.Kind == ColumnKind.Numeric));
        Assert.Equal(categorical, features.Count(column => column.Kind == ColumnKind.Categorical));
        Assert.Equal(name == "penguins", features.Any(column => column.MissingCount > 0));
        Assert.Equal(0, target.MissingCount);
        if (classes is { } expected) Assert.Equal(expected, target.DistinctCount);
    }
}
