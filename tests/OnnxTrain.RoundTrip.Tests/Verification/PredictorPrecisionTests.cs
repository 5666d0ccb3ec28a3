namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>Numbers that float32 cannot hold reach inputs that can.</summary>
public sealed class PredictorPrecisionTests
{
    [Theory]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Float64)]
    public void A_wide_input_gets_all_digits(ElementType type)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("onnxtrain-").FullName, "wide.onnx");
        new Model(new Above(), Value.Input("n", type, ["batch", 1])).ExportOnnx(path);
        using var predictor = new OnnxPredictor(path);
        var table = CsvTable.Parse("n\n16777217\n16777219\n", new() { Types = predictor.ColumnKinds });
        Assert.Equal([1f, 3f], predictor.Predict(table).Select(p => p.Value));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private sealed class Above : Module
    {
        public override Value Forward(Value x)
        {
            ArgumentNullException.ThrowIfNull(x);
            return (x.Cast(ElementType.Float64) - 16777216).Cast(ElementType.Float32);
        }
    }
}
