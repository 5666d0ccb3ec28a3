// A network with one hidden layer approximates any continuous function, given units enough (Cybenko, 1989; Hornik, 1991): here
// f(x) = sin 3x + ½ cos 7x on [−1.5, 1.5]. Without activations a stack of layers is one line, however deep.
//
//   dotnet run -c Release --project examples/Approximation
using System.Globalization;
using System.Numerics.Tensors;
using OnnxTrain;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Points = 256;
float[] x = [.. Enumerable.Range(0, Points).Select(i => -1.5f + (3f * i / (Points - 1)))];
float[] y = [.. x.Select(v => MathF.Sin(3 * v) + (0.5f * MathF.Cos(7 * v)))];
var data = new Dataset(Tensor.Create(x, [Points, 1]), Tensor.Create(y, [Points, 1]));

Console.WriteLine("Root of the mean squared error, by hidden layers and units to a layer (parameters in brackets):\n");
int[] units = [2, 4, 8, 16, 32];
Console.WriteLine($"{"layers",8}{string.Concat(units.Select(u => $"{u,16}"))}");
Model? best = null;
foreach (var layers in (int[])[1, 2, 3])
{
    Console.Write($"{layers,8}");
    foreach (var width in units)
    {
        var (model, error) = Train(Network(layers, width));
        if (layers == 1) best = model;
        Console.Write($"{$"{error:0.0000} ({model.ParameterCount})",16}");
    }

    Console.WriteLine();
}

Console.WriteLine($"\nOne hidden layer of {units[^1]} units (o) and the function (.), both (@):\n");
Plot(y, Answers(best!));

best!.ExportOnnx("approximation.onnx");
Console.WriteLine(OnnxVerifier.Verify(best!, "approximation.onnx", data));

// Three linear layers with nothing between them: one line, and written as one layer when asked.
var (stack, straight) = Train(new Sequential(new Linear(1, 32), new Linear(32, 32), new Linear(32, 1)));
stack.ExportOnnx("line.onnx", new() { CollapseLinear = true });
Console.WriteLine(
    $"\nThree linear layers, {stack.ParameterCount} parameters: error {straight:0.0000}, that of the best line {Line():0.0000}. Written "
        + "as one layer of 2 numbers:");
Console.WriteLine(OnnxVerifier.Verify(stack, "line.onnx", data));

Sequential Network(int layers, int width)
{
    List<Module> modules = [new Linear(1, width), new Tanh()];
    for (var i = 1; i < layers; i++) modules.AddRange([new Linear(width, width), new Tanh()]);
    return new([.. modules, new Linear(width, 1)]);
}

(Model Model, double Error) Train(Module network)
{
    var model = new Model(network, Value.Input("x", ElementType.Float32, ["batch", 1]));
    foreach (var rate in (double[])[2e-2, 5e-3, 5e-4])
    {
        using var trainer = new Trainer(model, new Adam(rate), new MseLoss(), new() { Seed = 1, BatchSize = 64 });
        trainer.Fit(data, epochs: 1500);
    }

    return (model, Math.Sqrt(Answers(model).Zip(y, (a, b) => (double)(a - b) * (a - b)).Average()));
}

float[] Answers(Model model)
{
    using var f = new Function(model.Inputs, [model.Output]);
    return f.Run(Tensor.Create(x, [Points, 1]))[0].ToArray();
}

// The error of the regression line, from the sums of the textbook.
double Line()
{
    var (meanX, meanY) = (x.Average(), y.Average());
    var slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    return Math.Sqrt(x.Zip(y, (a, b) => Math.Pow(b - meanY - (slope * (a - meanX)), 2)).Average());
}

static void Plot(float[] function, float[] network)
{
    const int Rows = 19, Columns = 73;
    var grid = new char[Rows, Columns];
    for (var column = 0; column < Columns; column++)
    {
        var i = column * (Points - 1) / (Columns - 1);
        var (of, on) = (Row(function[i]), Row(network[i]));
        if (of >= 0) grid[of, column] = '.';
        if (on >= 0) grid[on, column] = of == on ? '@' : 'o';
    }

    for (var row = 0; row < Rows; row++)
        Console.WriteLine(
            $"{1.6 - (3.2 * row / (Rows - 1)), 6:0.0} "
                + $"|{string.Concat(Enumerable.Range(0, Columns).Select(c => grid[row, c] == 0 ? ' ' : grid[row, c])).TrimEnd()}");
    Console.WriteLine($"       +{new string('-', Columns)}\n       -1.5{"0", 34}{"1.5", 36}\n");

    static int Row(float value) => value is >= -1.6f and <= 1.6f ? (int)MathF.Round((1.6f - value) / 3.2f * (Rows - 1)) : -1;
}
