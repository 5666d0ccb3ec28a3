// Handwritten digits: trains a 784-800-800-10 network on MNIST, exports it and checks the file on all test images.
//
//   dotnet run -c Release --project examples/Mnist -- FOLDER [EPOCHS]
//
// FOLDER holds the four files of MNIST in IDX format, gzipped or not: train-images-idx3-ubyte[.gz], train-labels-idx1-ubyte[.gz],
// t10k-images-idx3-ubyte[.gz], t10k-labels-idx1-ubyte[.gz].
using System.Diagnostics;
using OnnxTrain;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project examples/Mnist -- FOLDER [EPOCHS]");
    return 2;
}

try
{
    return Run(args[0], args.Length > 1 ? int.Parse(args[1]) : 10);
}
catch (Exception e) when (e is DataException or IOException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Run(string folder, int epochs)
{
    var train = Read(folder, "train");
    var test = Read(folder, "t10k");
    Console.WriteLine($"{train.RowCount} training images, {test.RowCount} test images.");

    var network = new Sequential(
        new Dropout(0.2), new Linear(784, 800, initializer: Initializer.HeUniform(784)), new Relu(),
        new Dropout(0.4), new Linear(800, 800, initializer: Initializer.HeUniform(800)), new Relu(),
        new Dropout(0.4), new Linear(800, 10));
    var model = Model.Classifier(network, Value.Input("image", ElementType.Float32, ["batch", 784]), classes: 10);

    // Most epochs at Adam's usual rate, the last ones at a tenth of it.
    var started = Stopwatch.StartNew();
    var final = Math.Max(1, epochs / 3);
    var history = Fit(model, train, test, 1e-3, epochs - final, firstEpoch: 1);
    history = Fit(model, train, test, 1e-4, final, firstEpoch: epochs - final + 1) ?? history;
    Console.WriteLine(
        $"{epochs} epochs in {started.Elapsed.TotalSeconds:0} s; accuracy on the test images {history!.Epochs[^1].ValidationMetric:0.00%}."
    );

    model.ExportOnnx("mnist.onnx", new() { IncludeLogits = true });
    var report = OnnxVerifier.Verify(model, "mnist.onnx", test, new() { AbsoluteTolerance = 1e-4, RelativeTolerance = 0 });
    Console.WriteLine(report);
    return report.IsEquivalent ? 0 : 1;
}

static History? Fit(Model model, Dataset train, Dataset test, double rate, int epochs, int firstEpoch)
{
    if (epochs < 1) return null;
    using var trainer = new Trainer(model, new Adam(rate), options: new() { Seed = (ulong)firstEpoch, BatchSize = 128 });
    return trainer.Fit(
        train, epochs, test,
        new Print<TrainingProgress>(p =>
        {
            if (p.Result is { } e)
                Console.WriteLine(
                    $"epoch {e.Epoch + firstEpoch - 1, 2}: loss {e.TrainingLoss:0.0000}, test loss {e.ValidationLoss:0.0000}, test "
                        + $"accuracy {e.ValidationMetric:0.00%}, {e.Seconds:0.0} s");
        }));
}

static Dataset Read(string folder, string part) =>
    IdxFile.ReadImagesAndLabels(Find(folder, $"{part}-images-idx3-ubyte"), Find(folder, $"{part}-labels-idx1-ubyte"));

static string Find(string folder, string name)
{
    var plain = Path.Combine(folder, name);
    return File.Exists(plain) ? plain : plain + ".gz";
}

// IProgress that prints at once and in order, unlike Progress<T>.
file sealed class Print<T>(Action<T> print) : IProgress<T>
{
    public void Report(T value) => print(value);
}
