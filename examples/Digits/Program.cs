// A custom module: a residual network on 8×8 images of digits. The graph that Forward writes is trained, exported and verified.
//
//   dotnet run -c Release --project examples/Digits
using System.Numerics.Tensors;
using OnnxTrain;

var data = ReadDigits(args.Length > 0 ? args[0] : "examples/data/digits.csv");
var (train, test) = data.Split(0.8, seed: 1);

var network = new DigitNetwork(width: 64);
var model = Model.Classifier(network, Value.Input("pixels", ElementType.Float32, ["batch", 64]), classes: 10);
Console.WriteLine($"{model.ParameterCount} parameters: {string.Join(", ", model.Parameters.Select(p => p.Name))}");

using var trainer = new Trainer(model, new Adam(2e-3) { WeightDecay = 1e-4 }, options: new() { Seed = 1, Patience = 15 });
var history = trainer.Fit(train, epochs: 100, validation: test);
Console.WriteLine(
    $"best epoch {history.BestEpoch} of {history.Epochs.Count}: accuracy {history.Best!.ValidationMetric:0.0%} on {test.RowCount} images "
        + "held out");

model.ExportOnnx("digits.onnx");
Console.WriteLine(OnnxVerifier.Verify(model, "digits.onnx", test));

static Dataset ReadDigits(string path)
{
    var table = CsvTable.Read(path);
    var pixels = new float[table.RowCount * 64];
    for (var column = 0; column < 64; column++)
    {
        var values = table.Columns[column].Numbers;
        for (var row = 0; row < values.Length; row++) pixels[(row * 64) + column] = (float)values[row] / 16;
    }

    return new(Tensor.Create(pixels, [table.RowCount, 64]), [.. table["digit"].Numbers.ToArray().Select(d => (int)d)], classes: 10);
}

internal sealed class DigitNetwork(int width) : Module
{
    private readonly Linear _input = new(64, width), _output = new(width, 10);
    private readonly Residual[] _blocks = [new(width), new(width)];

    public override Value Forward(Value x)
    {
        x = x.Apply(_input).Relu();
        for (var i = 0; i < _blocks.Length; i++) x = x.Apply(_blocks[i]);
        return x.Apply(_output);
    }
}

internal sealed class Residual(int width) : Module
{
    private readonly Linear _first = new(width, width), _second = new(width, width);
    private readonly Dropout _dropout = new(0.2);

    public override Value Forward(Value x) => (x + x.Apply(_first).Relu().Apply(_dropout).Apply(_second)).Relu();
}
