// With ML.NET: its loader reads penguins, OnnxTrain trains on its IDataView, and the exported file runs in its pipeline.
//
//   dotnet run -c Release --project examples/MLNet
using Microsoft.ML;
using Microsoft.ML.Data;
using OnnxTrain;

var context = new MLContext(seed: 1);
var loader = context.Data.CreateTextLoader(new TextLoader.Options
{
    HasHeader = true, Separators = [','], AllowQuoting = true,

    // Without it an empty cell is the number 0.
    MissingRealsAsNaNs = true,
    Columns =
    [
        new("species", DataKind.String, 0), new("island", DataKind.String, 1), new("bill_length_mm", DataKind.Single, 2),
        new("bill_depth_mm", DataKind.Single, 3), new("flipper_length_mm", DataKind.Single, 4), new("body_mass_g", DataKind.Single, 5),
        new("sex", DataKind.String, 6),
    ],
});
var penguins = loader.Load(args.Length > 0 ? args[0] : "examples/data/penguins.csv");
var parts = context.Data.TrainTestSplit(penguins, testFraction: 0.2, seed: 1);

var train = DataViewRows.From(parts.TrainSet);
var test = DataViewRows.From(parts.TestSet).ToTable();
var model = TabularModel.Classifier(train, target: "species", hidden: [64, 32]);
using var trainer = new Trainer(model, new Adam(2e-3), options: new() { Seed = 1 });
trainer.Fit(model.Encode(train), epochs: 60);
model.ExportOnnx("penguins-mlnet.onnx");

// The inputs of the file are columns of the same names: float32 takes Single, float64 Double, int64 Int64, string String.
// ConvertType makes one of another.
var pipeline = context.Transforms.ApplyOnnxModel("penguins-mlnet.onnx");
var scored = pipeline.Fit(parts.TestSet).Transform(parts.TestSet);

// The file runs row by row: every output is a vector, and label one of a single text.
var rows = context.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false).ToArray();
var expected = model.Predict(test);
var right = rows.Count(row => row.Label[0] == row.Species);
var labels = rows.Zip(expected).Count(pair => pair.First.Label[0] == pair.Second.Label);
var difference = rows.Zip(expected)
    .SelectMany(pair => pair.First.Probabilities.Zip(pair.Second.Probabilities))
    .Max(pair => Math.Abs(pair.First - pair.Second));
Console.WriteLine($"{rows.Length} rows held out: {right} labels of ML.NET's pipeline are right, {labels} are those of the model");
Console.WriteLine($"largest difference of a probability: {difference:0.0e+0}");

internal sealed class Scored
{
    [ColumnName("species")]
    public string Species { get; set; } = "";

    [ColumnName("label")]
    public string[] Label { get; set; } = [];

    [ColumnName("probabilities")]
    public float[] Probabilities { get; set; } = [];
}
