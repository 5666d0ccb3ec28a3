namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Models of the tables in examples/data stay far within the tolerance.</summary>
public class ExampleDataTests
{
    [Theory]
    [InlineData("iris", true)]
    [InlineData("wine", true)]
    [InlineData("breast_cancer", true)]
    [InlineData("digits", true)]
    [InlineData("penguins", true)]
    [InlineData("diabetes", false)]
    public void The_file_agrees_on_every_row_it_was_not_trained_on(string name, bool classifies)
    {
        var table = CsvTable.Read(Path.Combine(Tables.Examples, $"{name}.csv"));
        var target = (name == "penguins" ? table.Columns[0] : table.Columns[^1]).Name;
        var (train, test) = table.Split(0.5, stratifyBy: classifies ? target : null, seed: 1);
        var model = Tables.Trained(
            classifies ? TabularModel.Classifier(train, target) : TabularModel.Regressor(train, target), train, epochs: 5);

        var report = OnnxAssert.Equivalent(model, test);

        // Probabilities are compared absolutely: on processors with AVX2, ONNX Runtime yields 0 for those below the normal numbers (10⁻³⁸).
        if (classifies)
        {
            Assert.InRange(report.Outputs[^1].LargestAbsolute, 0, 1e-6);
            Assert.Equal(test.RowCount, report.LabelAgreement!.Equal);
        }
        else
        {
            Assert.InRange(report.Outputs[^1].LargestRelative, 0, 1e-4);
            Assert.Null(report.LabelAgreement);
        }
    }
}
