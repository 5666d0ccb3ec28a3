// Convolutional networks on MNIST: raw pixels in, augmented, trained, exported as a file that takes raw pixels, and checked in ONNX Runtime
// on all test images.
//
//   dotnet run -c Release --project examples/MnistConvolution -- FOLDER [RUN ...]
//
// FOLDER holds the four files of MNIST in IDX format, gzipped or not. Without names, every run follows. A run is kept under runs/NAME while
// it lasts: after Ctrl-C or a power cut the same command goes on where it stopped.
using OnnxTrain;

Recipe[] recipes =
[
    new("cnn", "two convolutions, 32 and 64 channels", () => new Cnn(), Epochs: 12, () => new Adam(1e-3)),
    new("lenet", "LeNet-5, shifted and deformed images", () => new LeNet(), Epochs: 80, () => new AdamW(2e-3) { WeightDecay = 0.02 })
    {
        Augmentation = new() { Shift = 1, Rotation = 8, Elastic = new(30, 5) },
        AverageDecay = 0.999,
    },
];

if (args.Length == 0 || args.Skip(1).Any(name => recipes.All(r => r.Name != name)))
{
    Console.Error.WriteLine(
        $"usage: dotnet run -c Release --project examples/MnistConvolution -- FOLDER [{string.Join("|", recipes.Select(r => r.Name))} ...]"
    );
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
try
{
    var (train, test) = (Read(args[0], "train"), Read(args[0], "t10k"));
    foreach (var recipe in recipes.Where(r => args.Length == 1 || args.Contains(r.Name)))
    {
        if (Run(recipe, train, test, stop.Token)) continue;
        Console.WriteLine($"{recipe.Name}: stopped; the same command goes on.");
        return 130;
    }

    return 0;
}
catch (Exception e) when (e is DataException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static bool Run(Recipe recipe, Dataset train, Dataset test, CancellationToken stop)
{
    Console.WriteLine($"{recipe.Name}: {recipe.Title}, {recipe.Epochs} epochs");
    var model = Model.Classifier(recipe.Network(), Value.Input("image", ElementType.UInt8, ["batch", 28, 28, 1]), classes: 10);
    model.Initialize(seed: 1);
    var folder = Path.Combine("runs", recipe.Name);
    using var trainer = new Trainer(model, recipe.Optimizer(), options: new()
    {
        Seed = 1,
        BatchSize = 64,
        Schedule = new CosineSchedule(recipe.Epochs),
        Augmentation = recipe.Augmentation,
        AverageDecay = recipe.AverageDecay,
        Checkpoint = new(folder) { Resume = true },
    });

    // No weights are chosen by the test images: the last ones count. Their accuracy is shown as training goes on.
    var history = trainer.Fit(train, recipe.Epochs, test, new Print(), stop);
    if (history.StopReason == StopReason.Cancelled) return false;
    var seconds = 0.0;
    var first = history.Epochs.FirstOrDefault(e => (seconds += e.Seconds) > 0 && e.ValidationMetric >= 0.99);
    var reached = first is null ? "99 % was not reached" : $"99 % after epoch {first.Epoch}, {seconds:0} s";
    Console.WriteLine(
        $"{recipe.Title}: {history.Epochs[^1].ValidationMetric:0.00%} of the test images right, {history.Epochs.Count} epochs, "
            + $"{history.Elapsed.TotalMinutes:0.0} minutes; {reached}");

    var file = Path.Combine(folder, "mnist.onnx");
    model.ExportOnnx(file, new() { IncludeLogits = true });
    var report = OnnxVerifier.Verify(model, file, test, new() { AbsoluteTolerance = 1e-4, RelativeTolerance = 0 }, cancellationToken: stop);
    Console.WriteLine(report);
    report.ThrowIfDifferent();
    return true;
}

static Dataset Read(string folder, string part) =>
    IdxFile.ReadPixelsAndLabels(Find(folder, $"{part}-images-idx3-ubyte"), Find(folder, $"{part}-labels-idx1-ubyte"));

static string Find(string folder, string name)
{
    var path = Path.Combine(folder, name);
    return File.Exists(path) ? path : $"{path}.gz";
}

/// <summary>One run.</summary>
sealed record Recipe(string Name, string Title, Func<Module> Network, int Epochs, Func<Optimizer> Optimizer)
{
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>The decay of the running mean of the weights, or null for none.</summary>
    public double? AverageDecay { get; init; }
}

/// <summary>
/// Bytes [batch, 28, 28, 1] → numbers [batch, 1, 28, 28] of mean 0 and deviation 1: part of the model, and so of the file.
/// </summary>
sealed class Pixels : Module
{
    public override Value Forward(Value x) => (((x.Cast(ElementType.Float32) / 255) - 0.1307) / 0.3081).Transpose(0, 3, 1, 2);
}

sealed class Cnn : Module
{
    readonly Sequential _layers = new(
        new Pixels(), new Conv2d(1, 32, 3), new Relu(), new Conv2d(32, 64, 3), new Relu(), new MaxPool2d(2), new Dropout(0.25),
        new Flatten(), new Linear(9216, 128), new Relu(), new Dropout(0.5), new Linear(128, 10));

    public override Value Forward(Value x) => x.Apply(_layers);
}

/// <summary>
/// LeNet-5 (LeCun, Bottou, Bengio and Haffner, 1998, "Gradient-based learning applied to document recognition"), with all channels of the
/// first pooling read by the second convolution.
/// </summary>
sealed class LeNet : Module
{
    readonly Sequential _layers = new(
        new Pixels(), new Conv2d(1, 6, 5, padding: 2), new Tanh(), new AvgPool2d(2), new Conv2d(6, 16, 5), new Tanh(), new AvgPool2d(2),
        new Flatten(), new Linear(400, 120), new Tanh(), new Linear(120, 84), new Tanh(), new Linear(84, 10));

    public override Value Forward(Value x) => x.Apply(_layers);
}

sealed class Print : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Result is { } e)
            Console.WriteLine(
                $"  epoch {e.Epoch, 3}: loss {e.TrainingLoss:0.0000}, test loss {e.ValidationLoss:0.0000}, test accuracy "
                    + $"{e.ValidationMetric:0.00%}, {e.Seconds:0.0} s, {value.Remaining?.TotalMinutes:0} minutes left");
    }
}
